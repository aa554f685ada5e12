package io.plumbline.data.picture;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Results of other libraries; each file's head says which, and of what version. */
final class Goldens {
  /** One line: what was asked, and what came out. */
  record Line(List<String> words, List<Double> values) {
    Line {
      words = List.copyOf(words);
      values = List.copyOf(values);
    }

    int number(int index) {
      return Integer.parseInt(words.get(index));
    }
  }

  private Goldens() {}

  static List<Line> read(String name) {
    try (InputStream stream =
            Objects.requireNonNull(Goldens.class.getResourceAsStream(name), name);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).map(Goldens::line).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Line line(String text) {
    int colon = text.indexOf(':');
    return new Line(
        List.of(text.substring(0, colon).split(" ", -1)),
        List.of(text.substring(colon + 1).strip().split(" ", -1)).stream()
            .map(Double::valueOf)
            .toList());
  }

  /** The picture that the heads of the files define. */
  static Picture picture(int height, int width, int channels) {
    int[] values = new int[height * width * channels];
    int next = 0;
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        for (int channel = 0; channel < channels; channel++) {
          values[next++] = (37 * row + 59 * column + 83 * channel + 7 * row * column) % 256;
        }
      }
    }
    return new Picture(
        "golden", Tensor.ofIntegers(DType.UINT8, Shape.of(height, width, channels), values));
  }
}
