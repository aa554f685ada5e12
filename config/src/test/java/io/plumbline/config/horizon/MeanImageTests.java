package io.plumbline.config.horizon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.yaml.YamlReader;
import io.plumbline.graph.input.InputPreparation;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.PlumblineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mean image of Caffe in place of numbers. */
class MeanImageTests {
  @TempDir private Path folder;

  /** The wire form of a blob: num, channels, height, width and packed floats. */
  private void image(int channels, int height, int width, float... pixels) throws IOException {
    ByteBuffer wire =
        ByteBuffer.allocate(10 + Float.BYTES * pixels.length).order(ByteOrder.LITTLE_ENDIAN);
    wire.put(new byte[] {8, 1, 16, (byte) channels, 24, (byte) height, 32, (byte) width});
    wire.put(new byte[] {42, (byte) (Float.BYTES * pixels.length)});
    for (float pixel : pixels) {
      wire.putFloat(pixel);
    }
    Files.write(folder.resolve("mean.binaryproto"), wire.array());
  }

  private Configuration configuration(String type) {
    String text =
        """
        model_parameters:
          onnx_model: m.onnx
        input_parameters:
          input_type_rt: bgr
          input_type_train: bgr
          %s
          mean_value: mean.binaryproto
        calibration_parameters:
          cal_data_dir: d
        """
            .formatted(type);
    return new HorizonConfiguration(
        ConfigFile.check(YamlReader.parse(text, "c.yaml"), folder.resolve("c.yaml")));
  }

  @Test
  void eachChannelsMeanIsSubtracted() throws IOException {
    image(3, 1, 2, 100, 104, 110, 110, 120, 124);
    for (String type : new String[] {"", "norm_type: data_mean"}) {
      Configuration configuration = configuration(type);
      assertThat(configuration.translate().request().ports().pictures().values())
          .extracting(InputPreparation::mean)
          .containsExactly(List.of(102.0, 110.0, 122.0));
      assertThat(configuration.statements(1).inputs().getFirst().mean())
          .containsExactly(102.0, 110.0, 122.0);
      assertThat(configuration.translate().findings())
          .extracting(Finding::code, Finding::message)
          .containsExactly(
              tuple(
                  "config.mean-image",
                  "The mean of each channel is subtracted (102.000 110.000 122.000); single pixels"
                      + " of the image lie up to 2.0 away from it."));
    }
  }

  @Test
  void whatIsNoMeanImageIsNamedByKeyAndLine() throws IOException {
    refused("there is no such file");
    image(3, 1, 3, 1, 2, 3);
    refused("states the shape 1x3x1x3 but holds 3 numbers");
    image(1, 1, 1, Float.NaN);
    refused("not finite");
    Files.writeString(folder.resolve("mean.binaryproto"), "no blob");
    refused("this is no blob of Caffe");
    Files.write(folder.resolve("mean.binaryproto"), new byte[0]);
    refused("a mean image is channels x height x width");
  }

  private void refused(String message) {
    assertThatThrownBy(() -> configuration("").translate())
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining(message)
        .extracting(error -> ((PlumblineException) error).where())
        .asString()
        .endsWith("c.yaml:7");
  }
}
