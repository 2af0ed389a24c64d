/// respawn_bootstrap SOURCE_FOLDER OUTPUT: compiles the library of the language and writes it as one file (library.hpp).
///
/// A part of the build. The first files are named here, since all others are written with what they define; the rest is compiled in
/// the order of names, and a file that needs a module that is not there yet is tried again after the others, until all are done or
/// nothing moves any more.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "code/image.hpp"
#include "system/seed.hpp"
#include "system/system.hpp"
#include "term/binary.hpp"
#include "term/inspect.hpp"

namespace respawn {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSeed = "compiler.ex";
constexpr const char* kFirst[] = {"for.ex", "quote.ex", "code/evaluate.ex", "kernel.ex", "kernel/utils.ex"};

class Bootstrap {
 public:
  Bootstrap(fs::path folder, const Library& nothing) : folder_(std::move(folder)), system_(options(nothing)) {
    system_.services().write_error = [this](std::string_view text) { warnings_ += text; };
    system_.services().module_compiled = [this](const CodeImage& image) {
      compiled_now_.emplace_back(std::string(atom_text(image.module)), encode_image(image));
    };
    system_.services().compiler->library_folder = folder_.string();
    system_.services().compiler->ignores_redefinition = true;
  }

  bool run() {
    if (!plant_seed()) return false;
    for (const char* file : kFirst) {
      if (!compile(file)) {
        fmt::print(stderr, "{}{}\n", warnings_, error_);
        return false;
      }
      std::fputs(warnings_.c_str(), stderr);
    }
    return compile_all(files());
  }

  const std::vector<std::pair<std::string, std::string>>& images() const { return images_; }

 private:
  static SystemOptions options(const Library& nothing) {
    SystemOptions options;
    options.workers = 1;
    options.library = &nothing;
    return options;
  }

  // Sources in the order of their names; parts of Kernel are included by kernel.ex.
  std::vector<std::string> files() const {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      if (entry.path().extension() != ".ex") continue;
      std::string name = fs::relative(entry.path(), folder_).generic_string();
      const bool named = name == kSeed || std::find(std::begin(kFirst), std::end(kFirst), name) != std::end(kFirst);
      if (named || name.starts_with("kernel/")) continue;
      files.push_back(std::move(name));
    }
    std::sort(files.begin(), files.end());
    return files;
  }

  static std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  bool plant_seed() {
    auto image = compile_seed(read(folder_ / kSeed), std::string("lib/") + kSeed, *system_.services().compiler);
    if (!image) {
      fmt::print(stderr, "{}\n", image.error());
      return false;
    }
    images_.emplace_back(std::string(atom_text((*image)->module)), encode_image(**image));
    system_.code().load(**image);
    return true;
  }

  bool compile_all(std::vector<std::string> waiting) {
    std::string problems;
    while (!waiting.empty()) {
      std::vector<std::string> failed;
      problems.clear();
      for (const std::string& file : waiting) {
        if (compile(file)) {
          std::fputs(warnings_.c_str(), stderr);
          failing_ |= !warnings_.empty();
        } else {
          failed.push_back(file);
          problems += fmt::format("{}{}: {}\n", warnings_, file, error_);
        }
      }
      if (failed.size() == waiting.size()) {
        fmt::print(stderr, "{}\n{} files of the library could not be compiled\n", problems, failed.size());
        return false;
      }
      waiting = std::move(failed);
    }
    return true;
  }

  // Compiles one file in a process of its own. False: `error_` says why; what it defined before that is forgotten.
  bool compile(const std::string& file) {
    warnings_.clear();
    compiled_now_.clear();
    Arena arena;
    const Term arguments[] = {make_binary(arena, read(folder_ / file)), make_binary(arena, "lib/" + file)};
    std::mutex mutex;
    std::condition_variable ended;
    bool done = false;
    system_.spawn(atoms::respawn_compiler, intern("compile_library_file"), arguments, [&](Term, Term reason) {
      std::lock_guard lock(mutex);
      error_ = reason == atoms::normal ? std::string() : describe(reason);
      done = true;
      ended.notify_one();
    });
    std::unique_lock lock(mutex);
    ended.wait(lock, [&] { return done; });
    if (!error_.empty()) {
      for (const auto& [name, bytes] : compiled_now_) system_.code().unload(intern(name));
      return false;
    }
    images_.insert(images_.end(), compiled_now_.begin(), compiled_now_.end());
    return true;
  }

  static std::string describe(Term reason) {
    InspectOptions options;
    options.limit = 200;
    options.length_bytes_max = 4000;
    return inspect(reason, options);
  }

  fs::path folder_;
  System system_;
  std::string warnings_;
  std::string error_;
  bool failing_ = false;
  std::vector<std::pair<std::string, std::string>> compiled_now_;
  std::vector<std::pair<std::string, std::string>> images_;
};

}  // namespace
}  // namespace respawn

int main(int count, char** arguments) {
  if (count != 3) {
    fmt::print(stderr, "usage: respawn_bootstrap SOURCE_FOLDER OUTPUT\n");
    return 2;
  }
  const respawn::Library nothing{std::string_view()};
  respawn::Bootstrap bootstrap(arguments[1], nothing);
  if (!bootstrap.run()) return 1;
  auto images = bootstrap.images();
  std::sort(images.begin(), images.end());
  std::ofstream out(arguments[2], std::ios::binary);
  const std::string bytes = respawn::Library::encode(images);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) {
    fmt::print(stderr, "cannot write {}\n", arguments[2]);
    return 1;
  }
  return 0;
}
