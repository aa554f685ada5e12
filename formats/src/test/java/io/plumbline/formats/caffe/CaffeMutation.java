package io.plumbline.formats.caffe;

import com.google.protobuf.InvalidProtocolBufferException;
import io.plumbline.formats.wire.caffe.BlobProto;
import io.plumbline.formats.wire.caffe.LayerWeights;
import io.plumbline.formats.wire.caffe.NetWeights;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Damages the two files of a network. */
final class CaffeMutation {
  private static final Pattern TOKEN =
      Pattern.compile("\"[^\"\n]*\"|'[^'\n]*'|[A-Za-z0-9_.+-]+|[^\\s]|\\s+");
  private static final List<String> WORDS =
      List.of(
          "0",
          "1",
          "-1",
          "2",
          "3",
          "7",
          "64",
          "1000",
          "65537",
          "2147483647",
          "2147483648",
          "-2147483648",
          "9223372036854775807",
          "1e30",
          "-0.0",
          "nan",
          "{",
          "}",
          "[",
          "]",
          ":",
          "<",
          ">",
          "\"",
          "dim",
          "true",
          "MAX",
          "AVE",
          "layer",
          "layers",
          "\"data\"");
  private static final List<Integer> DIMS =
      List.of(0, -1, 1, 2, 65_536, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE);

  private CaffeMutation() {}

  /** Tokens removed, doubled, moved and replaced. */
  static byte[] text(byte[] original, SplittableRandom random) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(new String(original, StandardCharsets.UTF_8));
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    for (int edits = random.nextInt(1, 5); edits > 0 && !tokens.isEmpty(); edits--) {
      int at = random.nextInt(tokens.size());
      int other = random.nextInt(tokens.size());
      switch (random.nextInt(7)) {
        case 0 -> tokens.remove(at);
        case 1 -> tokens.add(at, tokens.get(at));
        case 2 -> tokens.add(at, tokens.get(other));
        case 3 -> tokens.set(at, tokens.get(other));
        case 4 -> tokens.subList(at, Math.min(tokens.size(), at + random.nextInt(1, 60))).clear();
        default -> tokens.set(at, WORDS.get(random.nextInt(WORDS.size())));
      }
    }
    return String.join("", tokens).getBytes(StandardCharsets.UTF_8);
  }

  /** Numbers of a prototxt replaced, the rest left alone, so that it stays readable. */
  static byte[] numbers(byte[] original, SplittableRandom random) {
    List<String> tokens = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(new String(original, StandardCharsets.UTF_8));
    while (matcher.find()) {
      if (matcher.group().matches("[0-9][0-9.]*")) {
        numbers.add(tokens.size());
      }
      tokens.add(matcher.group());
    }
    for (int edits = random.nextInt(1, 4); edits > 0 && !numbers.isEmpty(); edits--) {
      tokens.set(numbers.get(random.nextInt(numbers.size())), WORDS.get(random.nextInt(16)));
    }
    return String.join("", tokens).getBytes(StandardCharsets.UTF_8);
  }

  /** Bytes changed, removed, repeated, overwritten, or the end cut off. */
  static byte[] bytes(byte[] original, SplittableRandom random) {
    byte[] bytes = original.clone();
    for (int edits = random.nextInt(1, 6); edits > 0; edits--) {
      int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 400));
      int length = Math.min(bytes.length - at, random.nextInt(1, 12));
      switch (random.nextInt(6)) {
        case 0 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        case 1 -> Arrays.fill(bytes, at, at + length, (byte) 0xFF);
        case 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 3 ->
            System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
        case 4 -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
          System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
          bytes = longer;
        }
        default -> bytes[at] = (byte) random.nextInt(256);
      }
    }
    return bytes;
  }

  /** Well-formed weights that say something wrong. */
  static byte[] structure(byte[] original, SplittableRandom random)
      throws InvalidProtocolBufferException {
    NetWeights.Builder net = NetWeights.parseFrom(original).toBuilder();
    if (net.getLayerCount() == 0) {
      return bytes(original, random);
    }
    LayerWeights.Builder layer = net.getLayerBuilder(random.nextInt(net.getLayerCount()));
    if (layer.getBlobsCount() == 0 || random.nextInt(6) == 0) {
      layer.setName(random.nextBoolean() ? "" : "other");
      return net.build().toByteArray();
    }
    BlobProto.Builder blob = layer.getBlobsBuilder(random.nextInt(layer.getBlobsCount()));
    int dim = DIMS.get(random.nextInt(DIMS.size()));
    switch (random.nextInt(6)) {
      case 0 -> blob.clearShape().setNum(dim).setChannels(dim).setHeight(1).setWidth(1);
      case 1 -> blob.getShapeBuilder().addDim(dim);
      case 2 -> blob.clearData();
      case 3 -> blob.addData(Float.NaN);
      case 4 -> layer.clearBlobs();
      default -> blob.setRawDataType(random.nextInt(5)).setRawData(net.getNameBytes());
    }
    return net.build().toByteArray();
  }
}
