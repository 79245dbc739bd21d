package assay.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Keeps the five rooms and their arrows as they are drawn. */
@AnalyzeClasses(packages = "assay", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule ARROWS_POINT_DOWN =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("assay..")
          .layer("bench")
          .definedBy("assay.bench..")
          .layer("reports")
          .definedBy("assay.reports..")
          .layer("datasets")
          .definedBy("assay.datasets..")
          .layer("kernels")
          .definedBy("assay.kernels..")
          .layer("probe")
          .definedBy("assay.probe..")
          .whereLayer("bench")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("reports")
          .mayOnlyBeAccessedByLayers("bench")
          .whereLayer("datasets")
          .mayOnlyBeAccessedByLayers("bench")
          .whereLayer("kernels")
          .mayOnlyBeAccessedByLayers("bench", "datasets")
          .whereLayer("probe")
          .mayOnlyBeAccessedByLayers("bench", "reports");

  @ArchTest
  static final ArchRule ONE_HOME_FOR_VECTORS =
      noClasses()
          .that()
          .resideOutsideOfPackage("assay.kernels.vector..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator.vector..")
          .because("a machine without the module must still run everything else");

  @ArchTest
  static final ArchRule NATIVE_CALLS_IN_BINDINGS_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "assay.kernels.binding..",
              "assay.kernels.blas..",
              "assay.kernels.ggml..",
              "assay.kernels.nativec..",
              "assay.kernels.onnxruntime..",
              "assay.probe.nvml..",
              "assay.probe.vendor..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.foreign.Linker")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.foreign.SymbolLookup")
          .because("a native crash must have few places to come from");

  @ArchTest
  static final ArchRule ONE_HOME_FOR_LWJGL =
      noClasses()
          .that()
          .resideOutsideOfPackage("assay.kernels.vulkan..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.lwjgl..")
          .because("it unpacks and loads a library of its own unless it is told which");

  @ArchTest
  static final ArchRule NO_REFLECTION_OF_OUR_OWN =
      noClasses()
          .that()
          .resideOutsideOfPackage("..jmh_generated..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.reflect..");

  /** The root package of kernels is the contract and the list of backends, so it is left out. */
  @ArchTest
  static final ArchRule NO_CYCLES_IN_KERNELS =
      slices().matching("assay.kernels.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_CYCLES_IN_BENCH =
      slices().matching("assay.bench.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_CYCLES_IN_REPORTS =
      slices().matching("assay.reports.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_CYCLES_IN_DATASETS =
      slices().matching("assay.datasets.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_CYCLES_IN_PROBE =
      slices().matching("assay.probe.(*)..").should().beFreeOfCycles();
}
