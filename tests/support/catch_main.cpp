// The test runner's main function, in a unit of its own since it takes long to compile.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
