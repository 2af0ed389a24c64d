#pragma once
/// EglSurface: an OpenGL 3.3 context and a picture to draw into, without a window, a display or a graphics card.
///
/// Mesa's surfaceless platform draws in software where there is no hardware, and gives the same bytes each time.
/// Thread: the one that made it, where it is current until its end.

#include <cstdint>
#include <string>
#include <vector>

namespace respawn::observer {

class EglSurface {
 public:
  EglSurface(int width, int height);
  ~EglSurface();
  EglSurface(const EglSurface&) = delete;
  EglSurface& operator=(const EglSurface&) = delete;

  /// Why there is none; empty when it is there.
  const std::string& error() const { return error_; }
  int width() const { return width_; }
  int height() const { return height_; }
  void make_current();
  /// Rows from the top, red green blue a pixel.
  std::vector<std::uint8_t> read_rgb() const;

 private:
  bool open();
  bool make_framebuffer();

  int width_ = 0, height_ = 0;
  void* display_ = nullptr;
  void* context_ = nullptr;
  unsigned framebuffer_ = 0, texture_ = 0;
  std::string error_;
};

}  // namespace respawn::observer
