package assay.bench.conform;

import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.DeviceMemory;
import assay.reports.conform.Fault;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** That two parts can be told apart, and that nothing about one changes while one looks. */
final class IdentityRung implements Rung {

  @Override
  public String id() {
    return "identity";
  }

  @Override
  public String title() {
    return "Identity";
  }

  @Override
  public String asks() {
    return "Does it say who it is, the same each time?";
  }

  @Override
  public List<Probe> probes(Level level) {
    return List.of(
        new Probe("identity.names", 2, IdentityRung::names),
        new Probe("identity.devices", 3, IdentityRung::devices));
  }

  private static void names(Examination exam) {
    Backend backend = exam.candidate().backend();
    exam.check(
        "name",
        () -> {
          if (!backend.id().matches("[a-z][a-z0-9_-]{0,31}")) {
            exam.find(Fault.IDENTITY, "has the name \"%s\"".formatted(backend.id()));
          }
        });
    exam.check(
        "description",
        () -> {
          if (backend.description().isBlank()) {
            exam.find(Fault.IDENTITY, "has no description");
          }
        });
  }

  private static void devices(Examination exam) {
    Backend backend = exam.candidate().backend();
    List<Device> devices = backend.devices();
    exam.check(
        "devices have names of their own",
        () -> {
          Set<String> ids = new HashSet<>();
          for (Device device : devices) {
            if (device.id().isBlank() || device.name().isBlank() || !ids.add(device.id())) {
              exam.find(
                  Fault.IDENTITY,
                  "lists a device \"%s\" named \"%s\"".formatted(device.id(), device.name()));
            }
          }
        });
    exam.check(
        "devices are the same each time",
        () -> {
          List<Device> again = backend.devices();
          if (!names(devices).equals(names(again))) {
            exam.find(
                Fault.IDENTITY, "lists %s, and then %s".formatted(names(devices), names(again)));
          }
        });
    exam.check(
        "devices have memory",
        () -> {
          for (Device device : devices) {
            device.memory().ifPresent(memory -> requireMemory(exam, device, memory));
          }
        });
  }

  private static List<String> names(List<Device> devices) {
    return devices.stream().map(device -> device.id() + " " + device.name()).toList();
  }

  private static void requireMemory(Examination exam, Device device, DeviceMemory memory) {
    if (memory.bytes() == 0 || memory.freeBytes() > memory.bytes()) {
      exam.find(
          Fault.IDENTITY,
          "says of device %s that %d bytes of %d are free"
              .formatted(device.id(), memory.freeBytes(), memory.bytes()));
    }
  }
}
