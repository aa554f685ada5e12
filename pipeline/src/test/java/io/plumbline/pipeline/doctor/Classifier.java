package io.plumbline.pipeline.doctor;

import io.plumbline.data.picture.NamedTransformer;
import io.plumbline.data.picture.ReadMode;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.pipeline.samples.Pictures;
import io.plumbline.testkit.SharedData;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Shared classifiers and how their pictures are rightly prepared, as facts.txt says. */
enum Classifier {
  RESNET20(
      "resnet_cifar10_onnx/resnet20.onnx",
      "",
      "cifar10",
      256,
      List.of(
          swap(), planes(), scale(1 / 255.0), mean(0.485, 0.456, 0.406), std(0.229, 0.224, 0.225))),
  RESNET8("mlperf_tiny_onnx/resnet8_cifar10.onnx", "", "cifar10", 256, List.of(swap(), planes())),
  CIFAR_QUICK(
      "cifar10_quick_caffe/cifar10_quick_iter_5000.caffemodel",
      "cifar10_quick_caffe/cifar10_quick.prototxt",
      "cifar10",
      256,
      List.of(swap(), planes(), mean(125.3, 123.0, 113.9))),
  MOBILENET(
      "mobilenet_v1_025_imagenet_onnx/mobilenet_v1_0.25_128.onnx",
      "",
      "imagenet",
      96,
      List.of(shortSide(146), crop(128), swap(), planes(), add(-127.5), scale(1 / 127.5)));

  private final String model;
  private final String prototxt;
  private final String data;
  private final int pictures;
  private final List<NamedTransformer> steps;

  Classifier(
      String model, String prototxt, String data, int pictures, List<NamedTransformer> steps) {
    this.model = model;
    this.prototxt = prototxt;
    this.data = data;
    this.pictures = pictures;
    this.steps = steps;
  }

  static NamedTransformer step(String name, String parameter, Object value) {
    return new NamedTransformer(name).with(parameter, value);
  }

  static NamedTransformer swap() {
    return step("BGR2RGBTransformer", "data_format", "HWC");
  }

  static NamedTransformer planes() {
    return new NamedTransformer("HWC2CHWTransformer");
  }

  static NamedTransformer scale(double factor) {
    return step("ScaleTransformer", "scale_value", factor);
  }

  static NamedTransformer add(double value) {
    return step("AddTransformer", "value", value);
  }

  static NamedTransformer mean(double red, double green, double blue) {
    return step("MeanTransformer", "means", List.of(red, green, blue));
  }

  static NamedTransformer std(double red, double green, double blue) {
    return step("NormalizeTransformer", "std", List.of(red, green, blue));
  }

  static NamedTransformer shortSide(int size) {
    return step("ShortSideResizeTransformer", "short_size", size);
  }

  static NamedTransformer crop(int size) {
    return step("CenterCropTransformer", "crop_size", size);
  }

  Recipe right() {
    return new Recipe(ReadMode.OPENCV, steps, Optional.empty());
  }

  private Pictures pictures() {
    Path folder = SharedData.require("images/" + data);
    return Pictures.of(folder, Optional.of(folder.resolve("evaluation_labels.txt")), pictures);
  }

  Laboratory open() {
    Path folder = SharedData.require("models");
    ModelFiles files =
        prototxt.isEmpty()
            ? ModelFiles.of(folder.resolve(model))
            : ModelFiles.of(folder.resolve(model), folder.resolve(prototxt));
    return Laboratory.open(
        files,
        ModelInterface.OWN,
        pictures().origins(),
        Math.min(2, Runtime.getRuntime().availableProcessors()));
  }
}
