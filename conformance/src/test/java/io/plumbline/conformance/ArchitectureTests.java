package io.plumbline.conformance;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What the source may not do, in any module. */
class ArchitectureTests {
  private static final String ROOT = "io.plumbline";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  /** Generated from a schema, so not written by anyone's rules. */
  private static final DescribedPredicate<JavaClass> GENERATED =
      resideInAPackage("io.plumbline.formats.wire..");

  private static final Set<String> INEXACT = Set.of("exp", "tanh", "pow", "log", "sin", "cos");

  @Test
  void everyPackageSaysThatNothingIsNull() {
    Set<String> unmarked = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      boolean marked = GENERATED.test(type) || type.getPackage().isAnnotatedWith(NullMarked.class);
      if (!marked) {
        unmarked.add(type.getPackageName());
      }
    }
    assertThat(unmarked).isEmpty();
  }

  @Test
  void namesSayWhatAClassIsFor() {
    noClasses()
        .that(describe("are written by hand", type -> !GENERATED.test(type)))
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl|Common|Misc)")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.plumbline.cli..", "io.plumbline.testkit..")
        .and(describe("are no programs of their own", type -> !GENERATED.test(type)))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  /**
   * One set of threads, so that no failure in one of them is lost and results keep their order; and
   * those of an agent, which has one for each connection.
   */
  @Test
  void onlyOnePackageStartsThreads() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.plumbline.tensor.parallel", "io.plumbline.device.agent")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Executor.class, Executors.class, Future.class, Thread.Builder.class)
        .orShould()
        .callMethod(Thread.class, "start")
        .check(CLASSES);
  }

  @Test
  void functionsThatDifferBetweenMachinesAreNotCalled() {
    noClasses()
        .should()
        .callMethodWhere(
            describe(
                "Math.exp, tanh, pow, log, sin, cos or round",
                (JavaMethodCall call) ->
                    call.getTargetOwner().isEquivalentTo(Math.class)
                        && (INEXACT.contains(call.getName()) || call.getName().equals("round"))))
        .check(CLASSES);
  }

  @Test
  void opsAreDataOnly() {
    classes()
        .that()
        .resideInAPackage("io.plumbline.graph.op")
        .and()
        .arePublic()
        .should(
            be(
                describe(
                    "records, enums or sealed interfaces",
                    type -> type.isRecord() || type.isEnum() || type.isInterface())))
        .check(CLASSES);
  }

  @Test
  void thirdPartiesStayInTheirModules() {
    confine("com.google.protobuf..", "io.plumbline.formats..");
    confine("ai.onnxruntime..", "io.plumbline.engine.ort..");
    confine("org.bytedeco..", "io.plumbline.data..");
    confine("org.apache.commons.compress..", "io.plumbline.data.sample..");
    confine("org.apache.sshd..", "io.plumbline.device.ssh..");
    confine("org.bouncycastle..");
    confine("org.slf4j..");
    confine("picocli..", "io.plumbline.cli.command", "io.plumbline.cli.vendor", "io.plumbline.cli");
    confine(
        "tools.jackson..",
        "io.plumbline.config.yaml",
        "io.plumbline.data.dataset",
        "io.plumbline.report");
    confine("org.eclipse..", "io.plumbline.report.graph..");
    confine("com.google.common..");
  }

  private static void confine(String library, String... packages) {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }
}
