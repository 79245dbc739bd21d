/* A run-time compiler for tests: NVRTC's symbols or, with FAKE_HIP, hiprtc's. It compiles a kernel for
 * the model with the host's C++ compiler; its "machine code" is the path of a shared library.
 *
 * ASSAY_FAKE_MODEL names the folder of device_model.h, and libraries are left in ASSAY_FAKE_BUILT.
 * Both are compiled in: MODEL and BUILT.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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

void write(const std::string &path, const std::string &text) { std::ofstream(path) << text; }

std::string read(const std::string &path) {
  std::ostringstream all;
  all << std::ifstream(path).rdbuf();
  return all.str();
}

} // namespace

EXPORT void fake_options(const char *options) { told = options; }
EXPORT const char *NAME(GetErrorString)(int status) {
  return status == 6 ? "compilation failed" : "fake compiler: error";
}
EXPORT int NAME(Version)(int *major, int *minor) {
  *major = 13;
  *minor = 0;
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
  std::string defines = " " + told, all = program->source + told;
  for (int i = 0; i < count; i++) {
    std::string option = options[i];
    all += option;
    if (option.compare(0, 2, "-D") == 0) defines += " '" + option + "'";
    /* What compilers for devices define by themselves. */
    if (option.find("sm_") != std::string::npos) {
      defines += " -DASSAY_MODEL_CAPABILITY=" + std::to_string(atoi(option.c_str() + option.find("sm_") + 3));
    }
  }
  for (const std::string &header : program->headers) all += header;
  for (const char *part : {"/device_model.h", "/mma_model.h", "/hopper_model.h"}) {
    all += read(std::string(MODEL) + part);
  }
  char built[4096];
  snprintf(built, sizeof built, BUILT "/%016zx", std::hash<std::string>()(all));
  std::string base = built;
  std::string library = base + ".so";
  if (access(library.c_str(), R_OK) != 0) {
    char part[32];
    snprintf(part, sizeof part, ".%d", getpid());
    std::string folder = base + part;
    if (system(("mkdir -p " + folder).c_str()) != 0) return 1;
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
