package io.plumbline.conformance.random;

import io.plumbline.codegen.lower.Lowering;
import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.formats.program.ProgramWriter;
import io.plumbline.pipeline.plan.PlanFile;
import io.plumbline.quantize.annotate.QdqAnnotator;
import io.plumbline.quantize.annotate.WeightForm;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.tensor.Rounding;
import java.util.Arrays;
import java.util.Optional;

/** A plan that went through a file. */
final class StoredPlan {
  private StoredPlan() {}

  static Optional<String> violation(Subject subject) {
    QuantPlan plan = subject.plan();
    Rounding rounding = subject.target().rounding();
    String text = PlanFile.write(plan, subject.optimised(), rounding);
    if (text.contains("integers")) {
      return Optional.of("integers that follow from the graph are in the file");
    }
    QuantPlan read = PlanFile.read(text, "text", subject.optimised(), rounding);
    if (!read.activations().equals(plan.activations())
        || !read.reads().equals(plan.reads())
        || !read.carried().equals(plan.carried())
        || !read.nodes().equals(plan.nodes())) {
      return Optional.of("the plan that was read is another one: " + read);
    }
    byte[] graph =
        OnnxWriter.toBytes(
            QdqAnnotator.annotate(subject.optimised(), read, WeightForm.INTEGER).graph());
    byte[] program =
        ProgramWriter.bytes(Lowering.lower(subject.optimised(), read, subject.target()).program());
    boolean same =
        Arrays.equals(graph, OnnxWriter.toBytes(subject.annotated().graph()))
            && Arrays.equals(program, ProgramWriter.bytes(subject.lowered().program()));
    return same ? Optional.empty() : Optional.of("a plan that was read makes other artefacts");
  }
}
