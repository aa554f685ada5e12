package io.plumbline.engine.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.SharedData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The shipped example is what its README says. */
class ExampleModelTests {
  private static final Path FOLDER = SharedData.root().resolve("examples/shapes");
  private static final int SIZE = 48;

  /** From the table of {@code examples/shapes/README.md}, in percent. */
  private static final double FLOAT_TOP1 = 92.8;

  @Test
  void modelIsSmall() throws IOException {
    assertThat(Files.size(FOLDER.resolve("model.onnx"))).isLessThan(1_000_000);
  }

  @Test
  void floatModelScoresAsDocumented() throws IOException {
    List<String> labels = Files.readAllLines(FOLDER.resolve("evaluation_labels.txt"));
    int hits = 0;
    try (OrtEngine engine = OrtEngine.open(OnnxReader.read(FOLDER.resolve("model.onnx")))) {
      for (String line : labels) {
        int space = line.lastIndexOf(' ');
        Tensor input = input(FOLDER.resolve("evaluation").resolve(line.substring(0, space)));
        float[] logits = engine.run(Map.of("input", input)).firstEntry().getValue().toFloats();
        hits += largest(logits) == Integer.parseInt(line.substring(space + 1)) ? 1 : 0;
      }
    }
    assertThat(100.0 * hits / labels.size()).isCloseTo(FLOAT_TOP1, within(0.5));
  }

  /** RGB planes, (value − 128) / 64, as {@code preprocess.yaml} says. */
  private static Tensor input(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    float[] values = new float[3 * SIZE * SIZE];
    for (int i = 0; i < SIZE * SIZE; i++) {
      int pixel = image.getRGB(i % SIZE, i / SIZE);
      for (int c = 0; c < 3; c++) {
        values[c * SIZE * SIZE + i] = ((pixel >> (16 - 8 * c) & 0xFF) - 128) / 64f;
      }
    }
    return Tensor.of(Shape.of(1, 3, SIZE, SIZE), values);
  }

  private static int largest(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
