package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file says of its outputs is held to what they are. */
class DeclaredOutputTests {
  @ParameterizedTest
  @CsvSource({"INT64, true", "FLOAT32, false"})
  void anotherTypeIsNamed(DType declared, boolean named, @TempDir Path folder) {
    Graph graph = new SmallModel(17).input("x", 1, 4).node("Relu", "x", "y").graph("y");
    SequencedMap<String, ValueType> types = new LinkedHashMap<>(graph.types());
    types.put("y", TensorType.of(declared, Shape.of(1, 4)));
    Path file = folder.resolve("m.onnx");
    OnnxWriter.write(graph.withTypes(types), file);
    Preparation.Parsed parsed = Preparation.parse(ModelFiles.of(file), ModelInterface.OWN);
    assertThat(parsed.graph().tensorType("y").orElseThrow().dtype()).isEqualTo(DType.FLOAT32);
    assertThat(parsed.findings())
        .filteredOn(finding -> finding.code().equals("shape.output-type"))
        .extracting(Finding::where)
        .hasSize(named ? 1 : 0)
        .allMatch("y"::equals);
  }
}
