/**
 * Intel's GPUs through the system management of Level Zero, {@code libze_loader.so.1}.
 *
 * <p>Structures are those of {@code zes_api.h} of the loader 1.0 and later; members have only been
 * added behind them, through chained structures. A device has several domains of power, clocks and
 * heat, each of the card or of one of its tiles.
 */
package assay.probe.levelzero;
