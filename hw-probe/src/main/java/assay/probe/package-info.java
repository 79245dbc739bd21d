/**
 * What is in this machine and what its sensors say.
 *
 * <p>Every value is a {@link assay.probe.Reading}: present with unit and source, or unavailable
 * with the reason. Acquiring (reading files under a root folder) and parsing (pure functions on
 * captured text) are separate, so that machines we do not have are tested from fixtures. Depends on
 * no other room.
 */
package assay.probe;
