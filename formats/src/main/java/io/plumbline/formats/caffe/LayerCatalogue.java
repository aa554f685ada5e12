package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.prototxt.LayerText;
import io.plumbline.tensor.NearestSpelling;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

/** Every layer type that is understood, and how it is translated. */
final class LayerCatalogue {
  /** Layers whose tops are fed from outside. */
  private static final Set<String> INPUTS =
      Set.of(
          "AnnotatedData",
          "Data",
          "DummyData",
          "HDF5Data",
          "ImageData",
          "Input",
          "MemoryData",
          "VideoData",
          "WindowData");

  /** Layers of training and of measuring. */
  private static final Set<String> DROPPED =
      Set.of(
          "Accuracy",
          "ContrastiveLoss",
          "DetectionEvaluate",
          "EuclideanLoss",
          "HDF5Output",
          "HingeLoss",
          "InfogainLoss",
          "MultiBoxLoss",
          "MultinomialLogisticLoss",
          "SigmoidCrossEntropyLoss",
          "SmoothL1Loss",
          "SoftmaxWithLoss");

  private static final SequencedMap<String, Function<LayerScope, List<Blob>>> TRANSLATIONS =
      translations();

  private LayerCatalogue() {}

  static boolean isInput(LayerText layer) {
    return INPUTS.contains(layer.type());
  }

  static boolean isDropped(LayerText layer) {
    return DROPPED.contains(layer.type());
  }

  /** The names of all types that are translated. */
  static Set<String> types() {
    return Collections.unmodifiableSet(TRANSLATIONS.keySet());
  }

  /** The tops of a layer, made from its bottoms. */
  static List<Blob> translate(LayerScope scope) {
    String type = scope.layer().type();
    Function<LayerScope, List<Blob>> translation = TRANSLATIONS.get(type);
    if (translation == null) {
      throw scope.unsupported(
          "layers of this type are not read%s"
              .formatted(NearestSpelling.suggestion(type, TRANSLATIONS.keySet())),
          "replace it by layers that are read, or export the network to ONNX");
    }
    return translation.apply(scope);
  }

  private static SequencedMap<String, Function<LayerScope, List<Blob>>> translations() {
    SequencedMap<String, Function<LayerScope, List<Blob>>> map = new LinkedHashMap<>();
    map.put("AbsVal", ActivationLayers::absolute);
    map.put("ArgMax", ReductionLayers::argMax);
    map.put("BatchNorm", NormalisationLayers::batchNorm);
    map.put("BatchReindex", ShapeLayers::batchReindex);
    map.put("Bias", AffineLayers::bias);
    map.put("BNLL", ActivationLayers::softplus);
    map.put("Clip", ActivationLayers::clip);
    map.put("Concat", ShapeLayers::concat);
    map.put("Convolution", WindowLayers::convolution);
    map.put("ConvolutionDepthwise", WindowLayers::depthwise);
    map.put("Crop", ShapeLayers::crop);
    map.put("Deconvolution", WindowLayers::deconvolution);
    map.put("DepthwiseConvolution", WindowLayers::depthwise);
    map.put("DetectionOutput", DetectionOutputLayer::detectionOutput);
    map.put("Dropout", ShapeLayers::identity);
    map.put("Eltwise", ArithmeticLayers::eltwise);
    map.put("ELU", ActivationLayers::elu);
    map.put("Embed", AffineLayers::embed);
    map.put("Exp", ArithmeticLayers::exponential);
    map.put("Flatten", ShapeLayers::flatten);
    map.put("InnerProduct", AffineLayers::innerProduct);
    map.put("Interp", ResizeLayers::interp);
    map.put("Log", ArithmeticLayers::logarithm);
    map.put("LRN", NormalisationLayers::localResponse);
    map.put("MVN", NormalisationLayers::meanVariance);
    map.put("Normalize", NormalisationLayers::normalize);
    map.put("Parameter", AffineLayers::parameter);
    map.put("Permute", ShapeLayers::permute);
    map.put("Pooling", PoolingLayer::pooling);
    map.put("Power", ArithmeticLayers::power);
    map.put("PReLU", ActivationLayers::prelu);
    map.put("PriorBox", PriorBoxLayer::priorBox);
    map.put("Reduction", ReductionLayers::reduction);
    map.put("ReLU", ActivationLayers::relu);
    map.put("ReLU6", ActivationLayers::relu6);
    map.put("Reshape", ShapeLayers::reshape);
    map.put("Scale", AffineLayers::scale);
    map.put("ShuffleChannel", ShapeLayers::shuffleChannel);
    map.put("Sigmoid", ActivationLayers::sigmoid);
    map.put("Silence", scope -> List.of());
    map.put("Slice", ShapeLayers::slice);
    map.put("Softmax", ActivationLayers::softmax);
    map.put("Split", ShapeLayers::split);
    map.put("Swish", ActivationLayers::swish);
    map.put("TanH", ActivationLayers::tanh);
    map.put("Threshold", ActivationLayers::threshold);
    map.put("Tile", ShapeLayers::tile);
    map.put("Upsample", ResizeLayers::upsample);
    return map;
  }
}
