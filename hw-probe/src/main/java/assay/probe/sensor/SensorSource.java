package assay.probe.sensor;

import assay.probe.Machine.Sensor;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All families of sensors, in the order in which people look for them: energy first. */
public final class SensorSource {

  private final Root root;

  public SensorSource(Root root) {
    this.root = root;
  }

  /**
   * @param findings gets what must not be added up
   */
  public List<Sensor> read(List<String> findings) {
    List<Sensor> sensors = new ArrayList<>(new Powercap(root, findings).read());
    sensors.addAll(new Hwmon(root).read());
    sensors.addAll(new Battery(root).read());
    sensors.addAll(new ThermalZones(root).read());
    sensors.addAll(new CpuClocks(root).read());
    sensors.addAll(new ThermalThrottle(root).read());
    sensors.addAll(new Edac(root).read());
    sensors.addAll(new AcceleratorSensors(root).read());
    return sensors;
  }

  /** °C by sensor id. */
  public Reading<Map<String, Double>> temperatures() {
    Map<String, Double> all = new TreeMap<>(new Hwmon(root).temperatures());
    all.putAll(new ThermalZones(root).temperatures());
    return all.isEmpty()
        ? Reading.absent("no temperature in " + Hwmon.FOLDER + " or " + ThermalZones.FOLDER)
        : Reading.of(Map.copyOf(all), "°C", Hwmon.FOLDER + ", " + ThermalZones.FOLDER);
  }
}
