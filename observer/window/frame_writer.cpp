#include "observer/window/frame_writer.hpp"

#include <fmt/format.h>
#include <imgui.h>
#include <stb/stb_image_write.h>

#include <system_error>

#if __has_include(<backends/imgui_impl_opengl3.h>)
#include <backends/imgui_impl_opengl3.h>
#else
#include <imgui_impl_opengl3.h>
#endif

#include "observer/model/term_text.hpp"
#include "observer/panels/observer_view.hpp"
#include "observer/window/egl_surface.hpp"
#include "observer/window/imgui_session.hpp"

namespace respawn::observer {
namespace {

/// Frames before the first picture, so that tables have found their widths and the camera its place.
constexpr int kSettlingFrames = 4;

}  // namespace

struct FrameWriter::Parts {
  Parts(WatchedRun& run, int width, int height) : surface(width, height), view(run) {
    if (surface.error().empty()) session = std::make_unique<ImguiSession>();
  }

  ~Parts() {
    if (session == nullptr) return;
    surface.make_current();
    session.reset();
  }

  EglSurface surface;
  std::unique_ptr<ImguiSession> session;
  ObserverView view;
};

FrameWriter::FrameWriter(WatchedRun& run, std::filesystem::path directory, FrameOptions options)
    : run_(run), directory_(std::move(directory)), options_(std::move(options)) {
  parts_ = std::make_unique<Parts>(run_, options_.width, options_.height);
  error_ = parts_->surface.error();
  parts_->view.ui().is_light = options_.is_light;
  parts_->view.ui().zoom = options_.zoom;
  std::error_code failure;
  std::filesystem::create_directories(directory_, failure);
  if (failure && error_.empty()) error_ = fmt::format("cannot make the folder {}: {}", directory_.string(), failure.message());
}

FrameWriter::~FrameWriter() = default;

UiState& FrameWriter::ui() { return parts_->view.ui(); }

const Feed& FrameWriter::feed() const { return parts_->view.feed(); }

void FrameWriter::select_wanted() {
  if (options_.selected.empty()) return;
  const Feed& feed = parts_->view.feed();
  for (std::size_t i = 0; i < feed.history().process_count(); ++i) {
    const auto process = static_cast<ProcessIndex>(i);
    const ProcessFacts& facts = feed.history().process(process);
    if (!feed.scene().is_alive(process)) continue;
    if (title(feed.history(), feed.scene(), process) != options_.selected && pid_text(facts.pid) != options_.selected) continue;
    ui().selected = process;
    ui().selected_pid = facts.pid;
    options_.selected.clear();
    return;
  }
}

bool FrameWriter::draw_frame() {
  if (!error_.empty()) return false;
  parts_->surface.make_current();
  parts_->session->make_current();
  const int repeats = drawn_count_ == 0 ? kSettlingFrames : 1;
  for (int i = 0; i < repeats; ++i) {
    while (parts_->view.update() && parts_->view.feed().is_behind()) {
    }
    select_wanted();
    parts_->session->set_scale(scale_for_height(options_.height) * ui().zoom);
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = ImVec2(static_cast<float>(options_.width), static_cast<float>(options_.height));
    io.DeltaTime = static_cast<float>(options_.seconds_per_frame);
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    const double now = static_cast<double>(drawn_count_) * options_.seconds_per_frame;
    parts_->view.draw(parts_->session->fonts(), {.now_seconds = now, .frame_seconds = io.DeltaTime, .is_at_once = drawn_count_ == 0});
    parts_->session->render(options_.width, options_.height, ui().is_light);
  }
  ++drawn_count_;
  return true;
}

std::vector<std::uint8_t> FrameWriter::pixels() const {
  parts_->surface.make_current();
  return parts_->surface.read_rgb();
}

bool FrameWriter::write_frame() {
  if (!draw_frame()) return false;
  const std::vector<std::uint8_t> rgb = pixels();
  last_file_ = directory_ / fmt::format("frame_{:05}.png", ++written_count_);
  stbi_write_png_compression_level = 6;
  if (stbi_write_png(last_file_.c_str(), options_.width, options_.height, 3, rgb.data(), options_.width * 3) != 0) return true;
  error_ = fmt::format("cannot write {}", last_file_.string());
  return false;
}

}  // namespace respawn::observer
