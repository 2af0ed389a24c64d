// Entries of this run and of earlier ones, and files that are not what they should be.
#include "repl/history.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace respawn {
namespace {

using Lines = std::vector<std::string>;

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "respawn-history-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TemporaryFolder() {
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
    std::filesystem::remove_all(path_);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string content_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    value == nullptr ? ::unsetenv(name) : ::setenv(name, value, 1);
  }
  ~Environment() { before_ ? ::setenv(name_, before_->c_str(), 1) : ::unsetenv(name_); }

 private:
  const char* name_;
  std::optional<std::string> before_;
};

}  // namespace

TEST_CASE("entries are walked from the newest, and the line being typed comes back", "[repl][history]") {
  History history;
  history.add("one");
  history.add("two");
  CHECK(history.older("typing") == "two");
  CHECK(history.older("two") == "one");
  CHECK_FALSE(history.older("one"));
  CHECK(history.newer() == "two");
  CHECK(history.newer() == "typing");
  CHECK_FALSE(history.newer());
  CHECK(history.older("other") == "two");
  CHECK(history.newest() == "other");
  CHECK(history.oldest("again") == "one");
  CHECK_FALSE(history.oldest("one"));
  CHECK(history.newer() == "two");
}

TEST_CASE("blank entries and repetitions are not added", "[repl][history]") {
  History history;
  for (const char* entry : {"a", "a", "", "  ", "\n", "b", "a\n"}) history.add(entry);
  CHECK(history.entries() == Lines{"a", "b", "a"});
}

TEST_CASE("searching goes from the newest to the oldest and back", "[repl][history]") {
  History history;
  for (const char* entry : {"Enum.map", "List.map map", "other"}) history.add(entry);
  const auto first = history.find_older("map", 3);
  REQUIRE(first);
  CHECK(first->index == 1);
  CHECK(first->position == 9);
  const auto second = history.find_older("map", first->index);
  REQUIRE(second);
  CHECK(second->index == 0);
  CHECK_FALSE(history.find_older("map", 0));
  CHECK(history.find_newer("map", 1)->index == 1);
  CHECK_FALSE(history.find_newer("map", 2));
}

TEST_CASE("entries outlive the program, whatever they hold", "[repl][history]") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "state" / "respawn" / "history";
  const Lines entries = {"1 + 1", "defmodule M do\n  def f, do: \"\\n\\\\\"\nend", "größe = \"日本\"", "\ttab"};
  {
    History history(path);
    for (const std::string& entry : entries) history.add(entry);
  }
  CHECK(History(path).entries() == entries);
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("two shells at a time lose nothing of each other's", "[repl][history]") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "history";
  History first(path);
  History second(path);
  first.add("from the first");
  second.add("from the second");
  first.add("again");
  CHECK(first.entries() == Lines{"from the first", "again"});
  CHECK(History(path).entries() == Lines{"from the first", "from the second", "again"});
}

TEST_CASE("shells that write and cut the file down at the same time lose nothing", "[repl][history]") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "history";
  std::ofstream file(path);
  for (int i = 0; i < 13'000; ++i) file << "old " << i << "\n";
  file.close();
  std::vector<std::thread> shells;
  for (int shell = 0; shell < 4; ++shell) {
    shells.emplace_back([&path, shell] {
      History history(path);
      for (int i = 0; i < 50; ++i) history.add("shell " + std::to_string(shell) + " line " + std::to_string(i));
    });
  }
  for (std::thread& shell : shells) shell.join();
  const Lines entries = HistoryFile(path).load();
  CHECK(std::count_if(entries.begin(), entries.end(), [](const std::string& entry) { return entry.starts_with("shell"); }) == 200);
}

TEST_CASE("the file is bounded, and the newest entries stay", "[repl][history]") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "history";
  std::ofstream file(path);
  for (int i = 0; i < 25'000; ++i) file << "entry " << i << "\n";
  file.close();
  History history(path);
  CHECK(history.entries().size() == HistoryFile::kEntriesMax);
  CHECK(history.entries().front() == "entry 15000");
  CHECK(history.entries().back() == "entry 24999");
  CHECK(content_of(path).size() < 150'000);
  history.add("newest");
  CHECK(history.entries().size() == HistoryFile::kEntriesMax);
  CHECK(History(path).entries().back() == "newest");
}

TEST_CASE("what is damaged is passed over", "[repl][history]") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "history";
  std::ofstream(path) << "good\n\xff\xfe\n\x01\x02\n" << std::string(1 << 20, 'x') << "\nbad \\q escape\n\n\nlast" << std::string(3, '\0')
                      << "\ncut";
  CHECK(History(path).entries() == Lines{"good", "cut"});
  History(path).add("after");
  CHECK(History(path).entries() == Lines{"good", "cut", "after"});
}

TEST_CASE("a file that cannot be used hurts nobody", "[repl][history]") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "history";
  SECTION("a folder") { std::filesystem::create_directory(path); }
  SECTION("a pipe, which must not be waited for") { REQUIRE(::mkfifo(path.c_str(), 0600) == 0); }
  SECTION("below a file") { std::ofstream(folder.path() / "history") << "x"; }
  SECTION("a link to nowhere") { std::filesystem::create_symlink("/nonexistent/nowhere", path); }
  SECTION("a device") { std::filesystem::create_symlink("/dev/full", path); }
  SECTION("a read-only file") {
    std::ofstream(path) << "";
    std::filesystem::permissions(path, std::filesystem::perms::owner_read);
  }
  History history(std::filesystem::is_regular_file(path) ? path / "below" : path);
  history.add("remembered all the same");
  CHECK(history.entries() == Lines{"remembered all the same"});
}

TEST_CASE("the file is where the system wants it", "[repl][history]") {
  const Environment home("HOME", "/home/somebody");
  {
    const Environment state("XDG_STATE_HOME", "/state");
    CHECK(HistoryFile::default_path() == "/state/respawn/history");
  }
  {
    const Environment state("XDG_STATE_HOME", "relative/paths/are/to/be/ignored");
    CHECK(HistoryFile::default_path() == "/home/somebody/.local/state/respawn/history");
  }
  const Environment state("XDG_STATE_HOME", nullptr);
  CHECK(HistoryFile::default_path() == "/home/somebody/.local/state/respawn/history");
  const Environment nowhere("HOME", nullptr);
  CHECK(HistoryFile::default_path().empty());
  History history{HistoryFile::default_path()};
  history.add("kept in memory");
  CHECK(history.entries().size() == 1);
}

}  // namespace respawn
