#pragma once
/// Points and boxes in whatever unit their owner uses.

#include <algorithm>

namespace respawn::observer {

struct Point {
  float x = 0, y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

struct Box {
  float x = 0, y = 0, width = 0, height = 0;

  float right() const { return x + width; }
  float bottom() const { return y + height; }
  Point center() const { return {x + width / 2, y + height / 2}; }
  bool contains(Point point) const { return point.x >= x && point.x < right() && point.y >= y && point.y < bottom(); }
  bool overlaps(const Box& other) const {
    return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
  }
  friend bool operator==(const Box&, const Box&) = default;
};

inline float mixed(float a, float b, float share_of_b) { return a + (b - a) * share_of_b; }
inline Box mixed(const Box& a, const Box& b, float share_of_b) {
  return {mixed(a.x, b.x, share_of_b), mixed(a.y, b.y, share_of_b), mixed(a.width, b.width, share_of_b),
          mixed(a.height, b.height, share_of_b)};
}

}  // namespace respawn::observer
