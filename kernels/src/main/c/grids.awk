# Writes the points of iq-grids.txt as tables in C, one signed byte to a coordinate.
#
# A table starts with: name, points x coordinates, the levels a coordinate takes; then one
# hexadecimal number to a point, whose lowest bits number coordinate 0's level.

function number(hex,    value, i) {
  value = 0
  for (i = 1; i <= length(hex); i++) {
    value = 16 * value + index("0123456789abcdef", substr(hex, i, 1)) - 1
  }
  return value
}

function finish() { if (name != "") print "};" }

BEGIN { print "#include <stdint.h>" }

/^#/ { next }

$5 == "levels" {
  finish()
  name = $1
  coordinates = $4
  count = NF - 5
  for (i = 0; i < count; i++) level[i] = $(6 + i)
  base = count <= 4 ? 4 : 8
  printf "const int8_t assay_%s[%d][%d] = {\n", name, $2, coordinates
  next
}

{
  for (field = 1; field <= NF; field++) {
    code = number($field)
    printf "{"
    for (j = 0; j < coordinates; j++) {
      printf "%d,", level[code % base]
      code = int(code / base)
    }
    print "},"
  }
}

END { finish() }
