package assay.probe.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import org.junit.jupiter.api.Test;

class PermissionTest {

  @Test
  void eachFileOfAProductHasALineOfItsOwn() {
    String remedy =
        Reading.why(
            Permission.remedy(
                Reading.denied("/sys/a/in1_input"), "/sys/a/in1_input * /sys/a/curr1_input"));
    assertTrue(
        remedy.endsWith(
            "lines \"z /sys/a/in1_input 0440 root GROUP\" and"
                + " \"z /sys/a/curr1_input 0440 root GROUP\" in /etc/tmpfiles.d/"),
        remedy);
  }

  @Test
  void whatIsNotForLackOfARightHasNoRemedy() {
    Reading<Double> absent = Reading.absent("no such file");
    assertEquals(absent, Permission.remedy(absent, "/sys/a"));
  }
}
