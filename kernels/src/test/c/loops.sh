#!/bin/sh
# Prints the innermost loops of a function with how many instructions of each kind they have.
#
#   sh loops.sh LIBRARY SYMBOL [PATTERN]      loops that have an instruction like PATTERN, all by default
set -eu
objdump -d --no-show-raw-insn --disassemble="$2" "$1" | awk -v pattern="${3:-.}" '
  $1 ~ /^[0-9a-f]+:$/ {
    address = substr($1, 1, length($1) - 1)
    place[address] = ++count
    kind[count] = $2
    if ($2 ~ /^(j|b|cb|tb)/ && $NF != "") {
      target = $2 ~ /^j/ ? $3 : ""
      for (i = 3; i <= NF; i++) if ($i ~ /^<.*>$/) target = $(i - 1)
      jump[count] = target
      at[count] = address
    }
  }
  END {
    last = 0
    for (i = 1; i <= count; i++) {
      if (!(i in jump) || !(jump[i] in place) || place[jump[i]] > i) continue
      first = place[jump[i]]
      if (first > last) show(first, i)
      last = i
    }
  }
  function show(first, end,    i, kinds, found, line) {
    for (i = first; i <= end; i++) {
      kinds[kind[i]]++
      found = found || kind[i] ~ pattern
    }
    if (!found) return
    line = sprintf("%s to %s: %d instructions:", jump[end], at[end], end - first + 1)
    for (i in kinds) line = line " " kinds[i] " " i ","
    print substr(line, 1, length(line) - 1)
  }'
