package io.plumbline.formats.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.HostileFile;
import io.plumbline.formats.wire.caffe.LayerWeightsV1;
import io.plumbline.formats.wire.caffe.NetWeights;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Damaged networks, made from good ones by seeded mutation, are read or refused in our own words.
 */
class CaffeMutationTests {
  /** The heap that reading may take for each byte of the two files, and for constants. */
  private static final long PER_BYTE = 400;

  private static final long FOR_CONSTANTS =
      4 * (CaffeReader.MOST_GENERATED * Float.BYTES) + (8L << 20);

  private static final List<String> SHARED =
      List.of(
          "wechat_qr_caffe/sr wechat_qr_caffe/sr",
          "wechat_qr_caffe/detect wechat_qr_caffe/detect",
          "cifar10_quick_caffe/cifar10_quick cifar10_quick_caffe/cifar10_quick_iter_5000",
          "lenet_mnist_caffe/lenet_deploy lenet_mnist_caffe/lenet_iter_10000",
          "ultraface_caffe/RFB-320 ultraface_caffe/RFB-320",
          "bonseyes_sfd_mod11e_face_caffe/deploy bonseyes_sfd_mod11e_face_caffe/SFD-320x320-"
              + "MobilenetV2-mod11e-NVCaffe-fp16-wider-rgb+gray_iter_100000");

  /** The two files of a network. */
  private record Network(List<byte[]> parts) {
    Network {
      parts = List.copyOf(parts);
    }

    byte[] text() {
      return parts.getFirst();
    }

    byte[] binary() {
      return parts.getLast();
    }
  }

  @Test
  void hundredsOfMutations() throws IOException {
    List<Network> networks = own();
    if (SharedData.isPresent()) {
      networks.addAll(shared(SHARED.subList(0, 3)));
    }
    mutate(networks, 400, 1, false);
  }

  @Test
  @Tag("slow")
  void thousandsOfMutations() throws IOException {
    List<Network> networks = shared(SHARED);
    mutate(networks, 6_000, 2, true);
    mutate(own(), 20_000, 3, true);
  }

  @Test
  void densestFilesStayWithinTheBound() {
    byte[] good = LayerCase.all().getFirst().text();
    byte[] none =
        NetWeights.newBuilder().addLayers(LayerWeightsV1.newBuilder()).build().toByteArray();
    for (String part : List.of("a{}", "a:1 ", "a:[]", "layer{name:'a'type:'b'}", "a:''", "#\n")) {
      byte[] text = part.repeat(60_000).getBytes(StandardCharsets.UTF_8);
      isRead(new Network(List.of(text, none)), "many " + part, false);
    }
    NetWeights.Builder layers = NetWeights.newBuilder();
    for (int i = 0; i < 60_000; i++) {
      layers.addLayers(LayerWeightsV1.newBuilder());
    }
    isRead(new Network(List.of(good, layers.build().toByteArray())), "many layers", false);
  }

  private static void mutate(List<Network> networks, int count, long seed, boolean timed)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int read = 0;
    for (int i = 0; i < count; i++) {
      Network network = networks.get(random.nextInt(networks.size()));
      String what = "mutation %d of seed %d".formatted(i, seed);
      if (isRead(damaged(network, random), what, timed)) {
        read++;
      }
    }
    assertThat(read).as("mutations that are still networks").isBetween(count / 20, count * 9 / 10);
  }

  private static Network damaged(Network network, SplittableRandom random) throws IOException {
    byte[] text = network.text();
    byte[] binary = network.binary();
    switch (random.nextInt(5)) {
      case 0 -> binary = CaffeMutation.bytes(binary, random);
      case 1 -> binary = CaffeMutation.structure(binary, random);
      case 2 -> text = CaffeMutation.bytes(text, random);
      case 3 -> text = CaffeMutation.numbers(text, random);
      default -> text = CaffeMutation.text(text, random);
    }
    return new Network(List.of(text, binary));
  }

  private static boolean isRead(Network network, String what, boolean timed) {
    long bytes = (long) network.text().length + network.binary().length;
    long most = PER_BYTE * bytes + FOR_CONSTANTS;
    Runnable reading =
        () -> CaffeReader.read(network.text(), network.binary(), "mutated", Map.of());
    return timed
        ? HostileFile.isReadInTime(what, most, reading)
        : HostileFile.isRead(what, most, reading);
  }

  private static List<Network> own() {
    List<Network> networks = new ArrayList<>();
    for (LayerCase layerCase : LayerCase.all()) {
      networks.add(new Network(List.of(layerCase.text(), layerCase.weights().toByteArray())));
    }
    return networks;
  }

  private static List<Network> shared(List<String> names) throws IOException {
    List<Network> networks = new ArrayList<>();
    for (String name : names) {
      String[] parts = name.split(" ");
      Path text = SharedData.require("models/" + parts[0] + ".prototxt");
      Path binary = SharedData.require("models/" + parts[1] + ".caffemodel");
      networks.add(new Network(List.of(Files.readAllBytes(text), Files.readAllBytes(binary))));
    }
    return networks;
  }
}
