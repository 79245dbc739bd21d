/* A run-time compiler for tests: NVRTC's symbols or, with FAKE_HIP, hiprtc's. It compiles a kernel for
 * the model with the host's C++ compiler; its "machine code" is the path of a shared library.
 *
 * Compiled in are MODEL, the folder of device_model.h, and BUILT, where libraries are left.
 *
 * Commands, given by fake_compiler_command and separated by commas:
 *   version=12.4
 *   newest=89   the newest architecture that it knows
 *   refuse      compiles nothing and has much to say
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#ifdef FAKE_HIP
#define NAME(SUFFIX) hiprtc##SUFFIX
#define CODE(PREFIX, SUFFIX) hiprtc##PREFIX##Code##SUFFIX
#else
#define NAME(SUFFIX) nvrtc##SUFFIX
#define CODE(PREFIX, SUFFIX) nvrtc##PREFIX##CUBIN##SUFFIX
#endif
#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

struct Program {
  std::string name, source, log, code;
  std::vector<std::string> header_names, headers;
};

/* The tests' own options, beside those that a compiler is called with. */
std::string told;

struct State {
  int major = 13, minor = 0, newest = 1000;
  bool refuse = false;
};

State state;
std::atomic<long> compiles;

void obey(const std::string &command) {
  sscanf(command.c_str(), "version=%d.%d", &state.major, &state.minor);
  sscanf(command.c_str(), "newest=%d", &state.newest);
  if (command == "refuse") state.refuse = true;
}

void write(const std::string &path, const std::string &text) { std::ofstream(path) << text; }

std::string read(const std::string &path) {
  std::ostringstream all;
  all << std::ifstream(path).rdbuf();
  return all.str();
}

} // namespace

EXPORT void fake_options(const char *options) { told = options; }
EXPORT const char *NAME(GetErrorString)(int status) {
  return status == 5   ? "NVRTC_ERROR_INVALID_OPTION"
         : status == 6 ? "NVRTC_ERROR_COMPILATION"
                       : "fake compiler: error";
}
/* Forgets everything and obeys. */
EXPORT void fake_compiler_command(const char *commands) {
  state = State();
  compiles = 0;
  std::istringstream all(commands);
  for (std::string command; std::getline(all, command, ',');) obey(command);
}
/* How often it was asked to compile since then. */
EXPORT long fake_compiles() { return compiles; }

EXPORT int NAME(Version)(int *major, int *minor) {
  *major = state.major;
  *minor = state.minor;
  return 0;
}
EXPORT int NAME(CreateProgram)(Program **program, const char *source, const char *name, int count,
                               const char **headers, const char **names) {
  *program = new Program{name, source, "", "", {}, {}};
  for (int i = 0; i < count; i++) {
    (*program)->headers.push_back(headers[i]);
    (*program)->header_names.push_back(names[i]);
  }
  return 0;
}
EXPORT int NAME(CompileProgram)(Program *program, int count, const char **options) {
  compiles++;
  if (state.refuse) {
    for (int line = 1; line <= 100; line++) {
      program->log += program->name + "(" + std::to_string(line) + "): error: told to refuse\n";
    }
    return 6;
  }
  std::string defines = " " + told, all = program->source + told;
  for (int i = 0; i < count; i++) {
    std::string option = options[i];
    all += option;
    if (option.compare(0, 2, "-D") == 0) defines += " '" + option + "'";
    /* What compilers for devices define by themselves. */
    if (option.find("sm_") != std::string::npos) {
      int capability = atoi(option.c_str() + option.find("sm_") + 3);
      if (capability > state.newest) {
        program->log = "nvrtc: error: invalid value for --gpu-architecture (-arch)\n";
        return 5;
      }
      defines += " -DASSAY_MODEL_CAPABILITY=" + std::to_string(capability);
    }
  }
  for (const std::string &header : program->headers) all += header;
  for (const char *part : {"/device_model.h", "/fibers_model.h", "/mma_model.h", "/hopper_model.h"}) {
    all += read(std::string(MODEL) + part);
  }
  char built[4096];
  snprintf(built, sizeof built, BUILT "/%016zx", std::hash<std::string>()(all));
  std::string base = built;
  std::string library = base + ".so";
  if (access(library.c_str(), R_OK) != 0) {
    std::string folder = base + ".XXXXXX";
    if (!mkdtemp(&folder[0])) return 1;
    write(folder + "/" + program->name, program->source);
    for (size_t i = 0; i < program->headers.size(); i++) {
      write(folder + "/" + program->header_names[i], program->headers[i]);
    }
    std::string command = "g++ -x c++ -std=c++17 -O1 -ffp-contract=off -fPIC -shared -fvisibility=hidden "
                          "-Wno-unknown-pragmas -DASSAY_DEVICE_MODEL -I" + folder + " -I" MODEL +
                          defines + " '" + folder + "/" + program->name + "' -o " + folder +
                          "/out.so >" + folder + "/log 2>&1 && mv " + folder + "/out.so " + library;
    int status = system(command.c_str());
    program->log = read(folder + "/log");
    if (system(("rm -rf " + folder).c_str()) != 0 || status != 0) return 6;
  }
  program->code = "fake:" + library;
  return 0;
}
EXPORT int NAME(GetProgramLogSize)(Program *program, size_t *size) {
  *size = program->log.size() + 1;
  return 0;
}
EXPORT int NAME(GetProgramLog)(Program *program, char *log) {
  strcpy(log, program->log.c_str());
  return 0;
}
EXPORT int CODE(Get, Size)(Program *program, size_t *size) {
  *size = program->code.size() + 1;
  return 0;
}
EXPORT int CODE(Get, )(Program *program, char *code) {
  strcpy(code, program->code.c_str());
  return 0;
}
EXPORT int NAME(DestroyProgram)(Program **program) {
  delete *program;
  return 0;
}
