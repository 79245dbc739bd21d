package assay.bench.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.KernelUnavailableException;
import assay.kernels.Settings;
import assay.kernels.Spec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusedSpecsTest {

  private static final Spec GOOD = Spec.parse("dequant:f16*f32:m1,k32");
  private static final Spec DEADLY = Spec.parse("dequant:q8_0*f32:m1,k32");

  private final List<String> asked = new ArrayList<>();
  private final Backend guarded =
      new RefusedSpecs(
          (Backend)
              Proxy.newProxyInstance(
                  Backend.class.getClassLoader(),
                  new Class<?>[] {Backend.class},
                  (proxy, method, arguments) -> {
                    asked.add(method.getName());
                    return null;
                  }),
          Map.of(DEADLY.text(), "it crashed"));

  static Stream<Method> questions() {
    return Stream.of(Backend.class.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()));
  }

  /** What the interface answers by default is not the backend's answer. */
  @ParameterizedTest
  @MethodSource("questions")
  void passesEveryQuestionOn(Method question)
      throws IllegalAccessException, InvocationTargetException {
    Object[] arguments =
        Stream.of(question.getParameterTypes()).map(RefusedSpecsTest::argument).toArray();
    question.invoke(guarded, arguments);
    assertEquals(List.of(question.getName()), asked);
  }

  private static Object argument(Class<?> type) {
    return type == Spec.class ? GOOD : null;
  }

  @Test
  void answersForADeadlySpecItself() {
    assertFalse(guarded.supports(DEADLY, Device.CPU).isYes());
    assertEquals(List.of(), guarded.variants(DEADLY));
    Settings settings = Settings.ofThreads(1);
    var refused =
        assertThrows(
            KernelUnavailableException.class,
            () -> guarded.prepare(DEADLY, Device.CPU, null, settings));
    assertEquals("it crashed", refused.getMessage().replaceFirst("^.*: ", ""));
    // Only its name was asked, for the message.
    assertEquals(List.of("id"), asked);
  }
}
