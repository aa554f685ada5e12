package io.plumbline.formats.caffe;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.plumbline.formats.caffe.prototxt.CaffeSource;
import io.plumbline.formats.caffe.prototxt.StatedShape;
import io.plumbline.formats.wire.caffe.BlobProto;
import io.plumbline.formats.wire.caffe.LayerWeights;
import io.plumbline.formats.wire.caffe.LayerWeightsV1;
import io.plumbline.formats.wire.caffe.NetWeights;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.IntToDoubleFunction;

/** A caffemodel's bytes to learned blobs by layer name; of layers with one name the last counts. */
final class WeightsReader {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** No layer type has nearly as many. */
  private static final int MOST_BLOBS = 64;

  private final CaffeSource source;

  private WeightsReader(CaffeSource source) {
    this.source = source;
  }

  static SequencedMap<String, List<Weight>> read(ByteBuffer bytes, CaffeSource source) {
    return new WeightsReader(source).layers(message(bytes, source));
  }

  /** A file that is one blob. */
  static Weight readBlob(ByteBuffer bytes, CaffeSource source) {
    try {
      BlobProto blob = BlobProto.parseFrom(CodedInputStream.newInstance(bytes));
      return new WeightsReader(source).weight(blob, "the file");
    } catch (IOException e) {
      throw source.bad(
          "caffe.not-a-blob",
          "this is no blob of Caffe: " + e.getMessage(),
          "give the .binaryproto file that compute_image_mean wrote",
          e);
    }
  }

  private static NetWeights message(ByteBuffer bytes, CaffeSource source) {
    if (!bytes.hasRemaining()) {
      throw source.bad("caffe.empty", "the file is empty", "copy the caffemodel again");
    }
    try {
      NetWeights net = NetWeights.parseFrom(CodedInputStream.newInstance(bytes));
      if (net.getLayerCount() == 0 && net.getLayersCount() == 0) {
        throw source.bad(
            "caffe.not-a-caffemodel",
            "this is no caffemodel: it has no layers",
            "give the .caffemodel file with the model and the prototxt with --proto");
      }
      return net;
    } catch (InvalidProtocolBufferException e) {
      boolean cut = String.valueOf(e.getMessage()).contains("ended unexpectedly");
      throw source.bad(
          cut ? "caffe.truncated" : "caffe.not-a-caffemodel",
          (cut ? "the file ends in the middle: " : "this is no caffemodel: ") + e.getMessage(),
          "copy the file again",
          e);
    } catch (IOException e) {
      throw source.bad("caffe.unreadable", "cannot be read: " + e.getMessage(), "try again", e);
    }
  }

  private SequencedMap<String, List<Weight>> layers(NetWeights net) {
    SequencedMap<String, List<Weight>> layers = new LinkedHashMap<>();
    for (LayerWeightsV1 layer : net.getLayersList()) {
      if (layer.hasLayer()) {
        throw new UnsupportedException(
            "caffe.v0",
            source.name(),
            "these are V0 layers, the style of Caffe before its first release",
            "upgrade the files with Caffe's upgrade_net_proto_binary and upgrade_net_proto_text");
      }
      layers.put(layer.getName(), weights(layer.getName(), layer.getBlobsList()));
    }
    for (LayerWeights layer : net.getLayerList()) {
      layers.put(layer.getName(), weights(layer.getName(), layer.getBlobsList()));
    }
    return layers;
  }

  private List<Weight> weights(String layer, List<BlobProto> blobs) {
    if (blobs.size() > MOST_BLOBS) {
      throw source.bad(
          "caffe.weight-count",
          "layer '%s' has %d blobs; at most %d are read".formatted(layer, blobs.size(), MOST_BLOBS),
          "copy the file again");
    }
    List<Weight> weights = new ArrayList<>();
    for (BlobProto blob : blobs) {
      weights.add(weight(blob, "layer '%s', blob %d".formatted(layer, weights.size())));
    }
    return weights;
  }

  private Weight weight(BlobProto blob, String where) {
    if (blob.hasRawData()) {
      return raw(blob, where);
    }
    if (blob.getDoubleDataCount() > 0) {
      return weight(blob, blob.getDoubleDataCount(), blob::getDoubleData, where);
    }
    return weight(blob, blob.getDataCount(), blob::getData, where);
  }

  private Weight raw(BlobProto blob, String where) {
    ByteBuffer raw = blob.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    int size =
        switch (blob.getRawDataType()) {
          case 0 -> Double.BYTES;
          case 1 -> Float.BYTES;
          case 2 -> Short.BYTES;
          default ->
              throw new UnsupportedException(
                  "caffe.raw-type",
                  source.name(),
                  "%s holds raw data of type %d; 0 (double), 1 (float), 2 (float16) are read"
                      .formatted(where, blob.getRawDataType()),
                  "save the weights in float");
        };
    if (raw.remaining() % size != 0) {
      throw source.bad(
          "caffe.weight-size",
          "%s holds %d bytes, no multiple of %d".formatted(where, raw.remaining(), size),
          "copy the file again");
    }
    IntToDoubleFunction element =
        switch (size) {
          case Double.BYTES -> index -> raw.getDouble(index * Double.BYTES);
          case Float.BYTES -> index -> raw.getFloat(index * Float.BYTES);
          default -> index -> Float.float16ToFloat(raw.getShort(index * Short.BYTES));
        };
    return weight(blob, raw.remaining() / size, element, where);
  }

  private Weight weight(BlobProto blob, int count, IntToDoubleFunction element, String where) {
    Shape shape = shape(blob, count, where);
    Tensor data = Tensor.allocate(DType.FLOAT32, Shape.of(count));
    for (int index = 0; index < count; index++) {
      data.data().setAtIndex(FLOAT, index, (float) element.applyAsDouble(index));
    }
    return new Weight(shape, data);
  }

  /** The stated shape, whose element count is that of the data. */
  private Shape shape(BlobProto blob, int count, String where) {
    List<Long> dims = new ArrayList<>();
    if (blob.hasShape()) {
      dims.addAll(blob.getShape().getDimList());
    } else if (blob.hasNum() || blob.hasChannels() || blob.hasHeight() || blob.hasWidth()) {
      dims.addAll(
          List.of(
              (long) blob.getNum(),
              (long) blob.getChannels(),
              (long) blob.getHeight(),
              (long) blob.getWidth()));
    } else {
      dims.add((long) count);
    }
    long elements = dims.size() > StatedShape.MOST_AXES ? -1 : 1;
    for (long dim : dims) {
      elements =
          dim < 0 || elements < 0 || (dim > 0 && elements > Integer.MAX_VALUE / dim)
              ? -1
              : elements * dim;
    }
    if (elements != count) {
      throw source.bad(
          "caffe.weight-size",
          "%s states the shape %s but holds %d numbers".formatted(where, text(dims), count),
          "copy the file again");
    }
    return Shape.of(dims);
  }

  private static String text(List<Long> dims) {
    return String.join(
        "x", dims.stream().limit(StatedShape.MOST_AXES).map(dim -> Long.toString(dim)).toList());
  }
}
