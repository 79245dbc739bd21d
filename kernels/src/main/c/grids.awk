# Writes the points of iq-grids.txt as tables in C, one signed byte to a coordinate; with
# -v device=1 as the header of device sources, one nibble to a coordinate, the number of its level;
# with -v portable=1 the same in the words of portable kernels, each table only where it is asked for.
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

# The levels from `first` on as the bytes of a number.
function four(first,    text, i) {
  text = ""
  for (i = first; i < first + 4; i++) {
    text = sprintf("%02x", i < count ? (level[i] + 256) % 256 : 0) text
  }
  return "0x" text
}

function start() {
  if (portable) {
    printf "#ifdef ASSAY_GRID_%s\n", name
    printf "#define LEVELS_FIRST %su\n#define LEVELS_SECOND %su\n", four(0), four(4)
    printf "TABLE(assay_%s, %d)\n", name, points
    between = ""
  } else if (device) {
    printf "struct Levels_%s {\n", name
    printf "  static constexpr u32 FIRST = %s, SECOND = %s;\n};\n", four(0), four(4)
    printf "ASSAY_CONSTANT u%d assay_%s[%d] = {\n", 4 * coordinates, name, points
  } else {
    printf "const int8_t assay_%s[%d][%d] = {\n", name, points, coordinates
  }
}

function point(code,    text, j, digit) {
  text = ""
  for (j = 0; j < coordinates; j++) {
    digit = code % base
    text = device || portable ? digit text : text level[digit] ","
    code = int(code / base)
  }
  if (portable) {
    printf "%s0x%su\n", between, text
    between = ","
  } else {
    printf device ? "0x%s,\n" : "{%s},\n", text
  }
}

function finish() { if (name != "") print portable ? "TABLE_END\n#endif" : "};" }

BEGIN { print device || portable ? "/* Made from iq-grids.txt, see decode_iq.h. */" : "#include <stdint.h>" }

/^#/ { next }

$5 == "levels" {
  finish()
  name = $1
  points = $2
  coordinates = $4
  count = NF - 5
  for (i = 0; i < count; i++) level[i] = $(6 + i)
  base = count <= 4 ? 4 : 8
  start()
  next
}

{ for (field = 1; field <= NF; field++) point(number($field)) }

END { finish() }
