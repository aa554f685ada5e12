package io.plumbline.engine.ort;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.picture.ReadMode;
import io.plumbline.data.picture.Transformers;
import io.plumbline.data.sample.FileFormat;
import io.plumbline.data.sample.InputSpec;
import io.plumbline.data.sample.LabelledSet;
import io.plumbline.data.sample.SampleStream;
import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.SharedData;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Decoding, transformers and float engine together. The model's facts.txt gives 89.1 % top-1 on a
 * thousand pictures, of which this takes some.
 */
class ImageNetAccuracyTests {
  private static final int PICTURES = 100;

  @Test
  void pictureRoadReachesTheKnownAccuracy() {
    var graph =
        OnnxReader.read(
            SharedData.require("models/mobilenet_v2_imagenet_onnx/mobilenet_v2_1.0_224.onnx"));
    LabelledSet set =
        LabelledSet.open(
                SharedData.require("images/imagenet"),
                SharedData.require("images/imagenet/evaluation_labels.txt"))
            .limit(Integer.getInteger("plumbline.pictures", PICTURES));
    Preprocess preprocess =
        new Preprocess(
            ReadMode.OPENCV,
            List.of(
                Transformers.of("ShortSideResizeTransformer", Map.of("short_size", 256)),
                Transformers.of("CenterCropTransformer", Map.of("crop_size", 224)),
                Transformers.of("BGR2RGBTransformer", Map.of("data_format", "HWC")),
                Transformers.of("HWC2CHWTransformer", Map.of()),
                Transformers.of("ScaleTransformer", Map.of("scale_value", 1 / 127.5)),
                Transformers.of("AddTransformer", Map.of("value", -1))));
    int right = 0;
    try (OrtEngine engine = OrtEngine.open(graph)) {
      Port port = engine.inputs().getFirst();
      InputSpec input = new InputSpec(port.name(), port.dtype(), port.dims());
      try (SampleStream<LabelledSet.Labelled> samples =
          set.stream(input, new FileFormat.Pictures(preprocess), 2)) {
        while (samples.hasNext()) {
          LabelledSet.Labelled labelled = samples.next();
          Tensor scores = engine.run(labelled.sample().inputs()).firstEntry().getValue();
          right += best(scores.toFloats()) == labelled.label() ? 1 : 0;
        }
        assertThat(samples.findings()).isEmpty();
      }
    }
    assertThat((double) right / set.entries().size()).isBetween(0.83, 0.95);
  }

  private static int best(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }
}
