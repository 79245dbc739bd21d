package assay.reports.conform;

/**
 * How near to the truth one operation in one format is, as far as it was tried.
 *
 * @param declared the roundings that the kernel says it makes on purpose; the tolerance follows
 * @param kernel that ran, or several
 * @param checks of this kind that gave a result
 * @param worstOfTolerance above 1 is wrong
 * @param nmse the largest of a case
 * @param worst the check with the largest share
 */
public record Exactness(
    String operation,
    String format,
    String declared,
    String kernel,
    int checks,
    double worstOfTolerance,
    double nmse,
    String worst) {}
