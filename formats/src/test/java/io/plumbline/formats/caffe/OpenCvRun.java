package io.plumbline.formats.caffe;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_dnn;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_dnn.Net;

/** Runs Caffe networks in OpenCV. */
final class OpenCvRun {
  private OpenCvRun() {}

  /** What layers make, by their names. */
  static SequencedMap<String, Tensor> run(
      byte[] prototxt, byte[] caffemodel, Map<String, Tensor> inputs, List<String> layers) {
    BytePointer text = new BytePointer(prototxt);
    BytePointer binary = new BytePointer(caffemodel);
    try (Net net = opencv_dnn.readNetFromCaffe(text, prototxt.length, binary, caffemodel.length)) {
      net.enableFusion(false);
      inputs.forEach((name, tensor) -> net.setInput(mat(tensor), name, 1, new Scalar(0, 0, 0, 0)));
      SequencedMap<String, Tensor> outputs = new LinkedHashMap<>();
      for (String layer : layers) {
        outputs.put(layer, tensor(net.forward(layer)));
      }
      return outputs;
    }
  }

  private static Mat mat(Tensor tensor) {
    long[] dims = tensor.shape().toArray();
    int[] sizes = new int[dims.length];
    for (int i = 0; i < dims.length; i++) {
      sizes[i] = (int) dims[i];
    }
    return new Mat(sizes, CV_32F, new FloatPointer(tensor.toFloats()));
  }

  private static Tensor tensor(Mat mat) {
    long[] dims = new long[mat.dims()];
    int count = 1;
    for (int i = 0; i < dims.length; i++) {
      dims[i] = mat.size(i);
      count *= mat.size(i);
    }
    float[] values = new float[count];
    new FloatPointer(mat.data()).get(values);
    return Tensor.of(Shape.of(dims), values);
  }
}
