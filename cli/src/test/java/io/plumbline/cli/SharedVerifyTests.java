package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.testkit.SharedData;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The same network in two formats. */
class SharedVerifyTests {
  @Test
  void aCaffeModelEqualsItsTwin() {
    Path onnx = SharedData.require("models/ultraface_onnx/version-RFB-320_simplified.onnx");
    Path caffe = SharedData.require("models/ultraface_caffe/RFB-320.caffemodel");
    Path prototxt = SharedData.require("models/ultraface_caffe/RFB-320.prototxt");
    PlumbRun run =
        PlumbRun.of(
            "verify", "--json", "-m", onnx + "," + caffe, "--proto", prototxt, "--digits", "4");
    assertThat(run.status()).describedAs(run.out() + run.err()).isZero();
    assertThat(run.json().get("outputs"))
        .hasSize(2)
        .extracting((JsonNode output) -> output.get("mismatches").asLong())
        .containsOnly(0L);
  }
}
