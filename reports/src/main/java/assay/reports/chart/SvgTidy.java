package assay.reports.chart;

/** Takes out of the generated SVG what says nothing, a third of its size. */
final class SvgTidy {

  private SvgTidy() {}

  static String of(String svg) {
    return svg.replaceAll("\\s+font-family=\"(?:&apos;|')Liberation Sans(?:&apos;|')\"", "")
        .replaceAll(" (?:text-rendering|xml:space)=\"[a-zA-Z]+\"", "")
        // Clipping at the edge of the picture clips nothing.
        .replaceAll(" clip-path=\"url\\(#[a-z0-9-]+-clipPath1\\)\"", "")
        .replaceAll("\\s*\\n\\s*(?=/?>)", "")
        .replaceAll("<defs id=\"genericDefs\"/>", "");
  }
}
