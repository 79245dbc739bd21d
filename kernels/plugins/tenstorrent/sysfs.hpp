// SPDX-License-Identifier: Apache-2.0
/*
 * What the kernel driver tells of a card in files: who it is, and its sensors. Nothing here touches
 * TT-Metalium, so that a card in use by somebody else can be listed.
 */
#ifndef ASSAY_TT_SYSFS_HPP
#define ASSAY_TT_SYSFS_HPP

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "assay_plugin.h"

/* A driver derived from Tenstorrent's may use another class; build with -DTT_CLASS=... for it. */
#ifndef TT_CLASS
#define TT_CLASS "/sys/class/tenstorrent"
#endif

namespace sysfs {

namespace fs = std::filesystem;

/* The file's first line, or "" where the driver or the firmware is too old to have it. */
inline std::string line(const fs::path &file) {
  std::ifstream in(file);
  std::string text;
  std::getline(in, text);
  return text;
}

inline std::optional<double> number(const fs::path &file) {
  std::string text = line(file);
  char *end = nullptr;
  double value = std::strtod(text.c_str(), &end);
  return end == text.c_str() ? std::nullopt : std::optional<double>(value);
}

/* "0x401e" as PCI has it. */
inline uint32_t id(const fs::path &file) {
  std::string text = line(file);
  char *end = nullptr;
  unsigned long value = std::strtoul(text.c_str(), &end, 16);
  return end == text.c_str() ? ASSAY_NO_ID : uint32_t(value);
}

/* Folders "tenstorrent!0", ... in the order of their numbers, which is that of /dev/tenstorrent. */
inline std::vector<fs::path> cards() {
  std::vector<std::pair<long, fs::path>> found;
  std::error_code missing;
  for (const auto &entry : fs::directory_iterator(TT_CLASS, missing)) {
    std::string name = entry.path().filename();
    size_t mark = name.rfind('!');
    if (mark != std::string::npos) {
      found.emplace_back(std::strtol(name.c_str() + mark + 1, nullptr, 10), entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  std::vector<fs::path> cards;
  for (auto &[index, path] : found) {
    cards.push_back(path);
  }
  return cards;
}

inline std::string generation(uint32_t device_id) {
  switch (device_id) {
    case 0x401e: return "Wormhole";
    case 0xb140: return "Blackhole";
    default: return "unknown generation";
  }
}

/* Of one chip, by the name of its board; 0 for a board that is not known here. */
inline uint64_t memory_bytes(const std::string &board) {
  uint64_t gib = 0;
  if (board.rfind("n150", 0) == 0 || board.rfind("n300", 0) == 0) {
    gib = 12;
  } else if (board.rfind("p100", 0) == 0) {
    gib = 28;
  } else if (board.rfind("p150", 0) == 0 || board.rfind("p300", 0) == 0) {
    gib = 32;
  }
  return gib << 30;
}

struct Sensor {
  fs::path file;
  uint32_t quantity;
  const char *unit;
  double factor; /* from the file's unit to ours */
  const char *name;
};

/* Those that this card's driver and firmware have. None states how often it is updated. */
inline std::vector<Sensor> sensors(const fs::path &card) {
  std::vector<Sensor> all = {{card / "tt_aiclk", ASSAY_CLOCK, "Hz", 1e6, "clock of the cores"}};
  std::error_code missing;
  for (const auto &entry : fs::directory_iterator(card / "device" / "hwmon", missing)) {
    fs::path folder = entry.path();
    all.push_back({folder / "power1_input", ASSAY_POWER, "W", 1e-6, "power of the chip"});
    all.push_back({folder / "temp1_input", ASSAY_TEMPERATURE, "degC", 1e-3, "chip"});
  }
  all.erase(std::remove_if(all.begin(), all.end(),
                           [](const Sensor &sensor) { return !number(sensor.file); }),
            all.end());
  return all;
}

}  // namespace sysfs

#endif
