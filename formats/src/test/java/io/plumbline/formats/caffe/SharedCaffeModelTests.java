package io.plumbline.formats.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.plumbline.graph.Graph;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On real pictures the shared Caffe models give what OpenCV's runner gives. */
class SharedCaffeModelTests {
  /** Detections below this score come and go with the last bit of their neighbours. */
  private static final double CERTAIN = 0.1;

  /**
   * A model and its pictures.
   *
   * @param pictures a folder of them, of which the first two are used
   */
  record Case(String prototxt, String caffemodel, String pictures, PictureInput preprocessing) {
    @Override
    public String toString() {
      return prototxt;
    }
  }

  static Stream<Case> cases() {
    PictureInput bonseyes = PictureInput.bgr(224, 224, 0.017, 104, 117, 123).cropped(256);
    PictureInput detector = PictureInput.bgr(320, 320, 1, 104, 117, 123);
    PictureInput ultraface = PictureInput.bgr(240, 320, 1 / 128.0, 127, 127, 127).asRgb();
    PictureInput cifar = PictureInput.bgr(32, 32, 1, 125.3, 122.9, 113.9).asRgb();
    String mobilenet = "MobilenetV2-mod11%s-ImageNet-caffeSSD_iter_525000";
    String sfd = "SFD-320x320-MobilenetV2-mod11";
    return Stream.of(
        model("bonseyes_mobilenetv2_mod11e_caffe", "deploy", mobilenet.formatted("e"), bonseyes),
        model("bonseyes_mobilenetv2_mod11f_caffe", "deploy", mobilenet.formatted("f"), bonseyes),
        faces(
            "bonseyes_sfd_mod11e_face_caffe",
            "deploy",
            sfd + "e-NVCaffe-fp16-wider-rgb+gray_iter_100000",
            detector),
        faces(
            "bonseyes_ssd_mod11f_person_caffe",
            "deploy",
            sfd + "f-NVCaffe-fp16-person_iter_150000",
            detector),
        model("cifar10_quick_caffe", "cifar10_quick", "cifar10_quick_iter_4000", cifar),
        model("cifar10_quick_caffe", "cifar10_quick", "cifar10_quick_iter_5000", cifar),
        model(
            "lenet_mnist_caffe",
            "lenet_deploy",
            "lenet_iter_10000",
            PictureInput.gray(28, 28, 0.00390625)),
        model(
            "squeezenet_v10_caffe",
            "SqueezeNet_deploy",
            "squeezenet_v10_deepcompressed",
            PictureInput.bgr(227, 227, 1, 104, 117, 123).cropped(256)),
        faces("ultraface_caffe", "RFB-320", "RFB-320", ultraface),
        faces("ultraface_caffe", "slim-320", "slim-320", ultraface),
        model("wechat_qr_caffe", "detect", "detect", PictureInput.gray(384, 384, 1 / 255.0)),
        model("wechat_qr_caffe", "sr", "sr", PictureInput.gray(224, 224, 1 / 255.0)));
  }

  private static Case model(String folder, String text, String binary, PictureInput pictures) {
    return new Case(folder + "/" + text, folder + "/" + binary, "imagenet/evaluation", pictures);
  }

  private static Case faces(String folder, String text, String binary, PictureInput pictures) {
    return new Case(folder + "/" + text, folder + "/" + binary, "faces", pictures);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsOpenCv(Case model) throws IOException, OrtException {
    Path text = SharedData.require("models/" + model.prototxt() + ".prototxt");
    Path binary = SharedData.require("models/" + model.caffemodel() + ".caffemodel");
    Graph graph = CaffeReader.read(text, binary, Map.of()).graph();
    List<String> layers = graph.outputs().stream().map(name -> layer(graph, name)).toList();
    for (Path picture : pictures(SharedData.require("images/" + model.pictures()))) {
      Map<String, Tensor> inputs =
          Map.of(graph.inputs().getFirst(), model.preprocessing().read(picture));
      SequencedMap<String, Tensor> ours = OnnxRun.run(graph, inputs);
      Map<String, Tensor> theirs =
          OpenCvRun.run(Files.readAllBytes(text), Files.readAllBytes(binary), inputs, layers);
      assertThat(ours.keySet()).containsExactlyElementsOf(graph.outputs());
      ours.forEach(
          (name, tensor) ->
              assertEqual(
                  tensor, theirs.getOrDefault(layer(graph, name), Tensor.scalar(0)), picture));
    }
  }

  private static void assertEqual(Tensor ours, Tensor theirs, Path picture) {
    if (ours.shape().rank() == 4 && ours.shape().dim(3) == 7) {
      Detections.assertEqual(ours, theirs, CERTAIN, picture.toString());
    } else {
      Closeness.assertClose(ours, theirs, picture.toString());
    }
  }

  private static String layer(Graph graph, String value) {
    return graph.producer(value).orElseThrow().name();
  }

  private static List<Path> pictures(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".jpg") || file.toString().endsWith(".png"))
          .sorted()
          .limit(2)
          .toList();
    }
  }
}
