package io.plumbline.conformance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * All packages in one order, module after module: none knows one that comes later. What stands on
 * one line knows nothing of each other, unless modules differ.
 */
class PackageOrderTests {
  private static final String ROOT = "io.plumbline.";

  private static final List<List<String>> ORDER =
      List.of(
          List.of("tensor"),
          List.of("tensor.colour", "tensor.file", "tensor.parallel"),
          List.of("runtime"),
          List.of("runtime.arithmetic"),
          List.of("runtime.input", "runtime.program"),
          List.of("runtime.program.form"),
          List.of("runtime.reference"),
          List.of("runtime.vector"),
          List.of("runtime.compiled", "runtime.executor"),
          List.of("runtime.served"),
          List.of("runtime.module"),
          List.of("graph.op"),
          List.of("graph"),
          List.of("graph.batch", "graph.input", "graph.type"),
          List.of("graph.onnx"),
          List.of("graph.pass"),
          List.of("formats.wire", "formats.wire.caffe"),
          List.of("formats.seal"),
          List.of("formats.program", "formats.source", "formats.caffe.prototxt"),
          List.of("formats.caffe", "formats.onnx"),
          List.of("formats"),
          List.of("engine.ort"),
          List.of("data.input", "data.metric", "data.picture"),
          List.of("data.metric.decode", "data.sample"),
          List.of("data.dataset"),
          List.of("data.inspect"),
          List.of("quantize.load", "quantize.observe", "quantize.round", "quantize.target"),
          List.of("quantize.calibrate", "quantize.form", "quantize.mask", "quantize.wish"),
          List.of("quantize.rule"),
          List.of("quantize.demand"),
          List.of("quantize.plan"),
          List.of("quantize.annotate"),
          List.of("codegen.cost"),
          List.of("codegen.lower.scope"),
          List.of("codegen.lower.elementwise", "codegen.lower.foreign", "codegen.lower.sum"),
          List.of("codegen.lower.movement", "codegen.lower.window"),
          List.of("codegen.lower"),
          List.of("codegen.ends", "codegen.emit"),
          List.of("codegen.build"),
          List.of("device.ssh"),
          List.of("verify.compare"),
          List.of(
              "verify.colour", "verify.debug", "verify.op", "verify.score", "verify.similarity"),
          List.of("report.catalogue"),
          List.of("report"),
          List.of("report.graph", "report.run"),
          List.of("report.html"),
          List.of("device.wire"),
          List.of("device.agent", "device.client"),
          List.of("pipeline.request"),
          List.of("pipeline.model", "pipeline.samples", "pipeline.noise", "pipeline.sums"),
          List.of("pipeline.tune"),
          List.of("pipeline.equalise", "pipeline.search", "pipeline.split"),
          List.of("pipeline.plan"),
          List.of("pipeline.record"),
          List.of("pipeline.stage", "pipeline.prepare"),
          List.of("pipeline"),
          List.of(
              "pipeline.colour",
              "pipeline.debug.trial",
              "pipeline.evaluation",
              "pipeline.performance",
              "pipeline.session",
              "pipeline.verification"),
          List.of("pipeline.debug.cause"),
          List.of("pipeline.debug"),
          List.of("pipeline.doctor", "pipeline.verification.ladder"),
          List.of("pipeline.trial"),
          List.of("config.yaml"),
          List.of("config.dialect"),
          List.of("config.horizon", "config.lint"),
          List.of("config.pulsar"),
          List.of("config"),
          List.of("cli.console"),
          List.of("cli.command"),
          List.of("cli.vendor"),
          List.of("cli"));

  private static final List<String> PACKAGES =
      ORDER.stream().flatMap(List::stream).map(ROOT::concat).toList();

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.plumbline")
          .that(resideOutsideOfPackage("io.plumbline.testkit.."))
          .that(resideOutsideOfPackage("io.plumbline.benchmarks.."));

  @Test
  void everyPackageHasItsPlace() {
    TreeSet<String> found = new TreeSet<>();
    CLASSES.forEach(type -> found.add(type.getPackageName()));
    assertThat(found).containsExactlyInAnyOrderElementsOf(PACKAGES);
  }

  @Test
  void noPackageKnowsALaterOne() {
    List<String> climbing = new ArrayList<>();
    for (JavaClass type : CLASSES.that(resideInAPackage("io.plumbline.."))) {
      int own = line(type.getPackageName());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String other = dependency.getTargetClass().getPackageName();
        boolean ours = PACKAGES.contains(other) && !other.equals(type.getPackageName());
        if (ours && line(other) >= own) {
          climbing.add(type.getName() + " knows " + dependency.getTargetClass().getName());
        }
      }
    }
    assertThat(climbing).isEmpty();
  }

  private static int line(String packageName) {
    for (int line = 0; line < ORDER.size(); line++) {
      if (ORDER.get(line).contains(packageName.substring(ROOT.length()))) {
        return line;
      }
    }
    return -1;
  }
}
