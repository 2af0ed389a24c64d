/// Natives between universal time and the time on the clock on the wall: localtime, universaltime, date, time, and the conversions.
///
/// Where the wall is, is the outside's to say: a lab logs what it was told, so that it shows the same times elsewhere.

#include <time.h>

#include <limits>

#include "native/argument_notes.hpp"
#include "native/native_table.hpp"
#include "native/outside.hpp"

namespace respawn {
namespace {

// The times that OTP converts: from 1901 on, where a clock of 32 bits begins.
constexpr std::int64_t kYearMax = 1'000'000;
constexpr time_t kSecondsMin = std::numeric_limits<std::int32_t>::min();

struct DateTime {
  std::int64_t year, month, day, hour, minute, second;
};

bool is_leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

std::int64_t days_in_month(std::int64_t year, std::int64_t month) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[month - 1];
}

std::optional<DateTime> read_date_time(Term term) {
  if (!is_tuple_of(term, 2)) return std::nullopt;
  const Term date = tuple_element(term, 0), time = tuple_element(term, 1);
  if (!is_tuple_of(date, 3) || !is_tuple_of(time, 3)) return std::nullopt;
  std::int64_t fields[6];
  for (unsigned i = 0; i < 6; ++i) {
    const Term field = tuple_element(i < 3 ? date : time, i % 3);
    if (!field.is_small()) return std::nullopt;
    fields[i] = field.small_value();
  }
  const DateTime read{fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]};
  if (read.year < 0 || read.year > kYearMax || read.month < 1 || read.month > 12) return std::nullopt;
  if (read.day < 1 || read.day > days_in_month(read.year, read.month)) return std::nullopt;
  if (read.hour < 0 || read.hour > 23 || read.minute < 0 || read.minute > 59 || read.second < 0 || read.second > 59) return std::nullopt;
  return read;
}

tm as_tm(const DateTime& at) {
  tm broken{};
  broken.tm_year = static_cast<int>(at.year - 1900);
  broken.tm_mon = static_cast<int>(at.month - 1);
  broken.tm_mday = static_cast<int>(at.day);
  broken.tm_hour = static_cast<int>(at.hour);
  broken.tm_min = static_cast<int>(at.minute);
  broken.tm_sec = static_cast<int>(at.second);
  return broken;
}

bool is_too_early(const DateTime& at) {
  tm broken = as_tm(at);
  return ::timegm(&broken) < kSecondsMin;
}

Term make_date(Area& area, const tm& broken) {
  return respawn::make_tuple(area, {Term::small(broken.tm_year + 1900), Term::small(broken.tm_mon + 1), Term::small(broken.tm_mday)});
}
Term make_time(Area& area, const tm& broken) {
  return respawn::make_tuple(area, {Term::small(broken.tm_hour), Term::small(broken.tm_min), Term::small(broken.tm_sec)});
}
Term make_date_time(Area& area, const tm& broken) { return respawn::make_tuple(area, {make_date(area, broken), make_time(area, broken)}); }

time_t seconds_now(const NativeCall& call) { return (call.services.start_system_time + call.services.now()) / 1'000'000'000; }

tm universal(time_t seconds) {
  tm broken{};
  ::gmtime_r(&seconds, &broken);
  return broken;
}
tm local(time_t seconds) {
  tm broken{};
  ::localtime_r(&seconds, &broken);
  return broken;
}

NativeResult universaltime_0(NativeCall& call) { return make_date_time(call.heap(), universal(seconds_now(call))); }

template <Term (*make)(Area&, const tm&)>
NativeResult local_now(NativeCall& call) {
  const time_t seconds = seconds_now(call);
  return ask_outside(call, [seconds](Area& area) { return make(area, local(seconds)); });
}

// localtime_to_universaltime(date_time, is_daylight_saving)
NativeResult localtime_to_universaltime(NativeCall& call) {
  auto at = read_date_time(call.arg(0));
  if (at && is_too_early(*at)) at.reset();
  int daylight_saving = -1;
  bool known = true;
  if (call.function->arity == 2) {
    if (is_boolean(call.arg(1))) daylight_saving = call.arg(1) == atoms::true_ ? 1 : 0;
    else known = call.arg(1) == atoms::undefined;
  }
  if (!at || !known) {
    return bad_arguments(call, {at ? Note() : "not a valid local time", known ? Note() : "not 'true', 'false', or 'undefined'"});
  }
  return ask_outside(call, [&](Area& area) {
    tm broken = as_tm(*at);
    broken.tm_isdst = daylight_saving;
    return make_date_time(area, universal(::mktime(&broken)));
  });
}

NativeResult universaltime_to_localtime_1(NativeCall& call) {
  const auto at = read_date_time(call.arg(0));
  if (!at || is_too_early(*at)) return call.bad_argument(1, "not a valid universal time");
  return ask_outside(call, [&](Area& area) {
    tm broken = as_tm(*at);
    return make_date_time(area, local(::timegm(&broken)));
  });
}

}  // namespace

void define_local_time_natives(NativeTable& table) {
  table.add("erlang", "universaltime", 0, universaltime_0);
  table.add("erlang", "localtime", 0, local_now<make_date_time>);
  table.add("erlang", "date", 0, local_now<make_date>);
  table.add("erlang", "time", 0, local_now<make_time>);
  table.add("erlang", "localtime_to_universaltime", 1, localtime_to_universaltime);
  table.add("erlang", "localtime_to_universaltime", 2, localtime_to_universaltime);
  table.add("erlang", "universaltime_to_localtime", 1, universaltime_to_localtime_1);
}

}  // namespace respawn
