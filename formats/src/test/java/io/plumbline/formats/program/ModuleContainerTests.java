package io.plumbline.formats.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.formats.HostileFile;
import io.plumbline.formats.seal.MakerKey;
import io.plumbline.formats.seal.Seal;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.StringStringEntryProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.runtime.cases.ExecutorCase;
import io.plumbline.runtime.cases.ExecutorCases;
import io.plumbline.runtime.module.InstructionSet;
import io.plumbline.runtime.module.NativeCode;
import io.plumbline.runtime.module.NativeObject;
import io.plumbline.runtime.module.Platform;
import io.plumbline.runtime.module.ProgramModule;
import io.plumbline.runtime.module.ProgramModule.Origin;
import io.plumbline.runtime.program.Allocation;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Modules as files: what is written is read, and what was changed is not. */
class ModuleContainerTests {
  private static final long MOST_HEAP = 64L << 20;

  @TempDir private Path folder;

  static List<ExecutorCase> cases() {
    return ExecutorCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void modulesSurviveTheRoundTrip(ExecutorCase given) {
    ProgramModule module = module(given.program());
    byte[] bytes = ModuleWriter.bytes(module, Optional.empty());
    ProgramModule restored = ModuleReader.read(bytes, "test", Optional.empty());
    assertThat(ProgramWriter.bytes(restored.program()))
        .isEqualTo(ProgramWriter.bytes(given.program()));
    assertThat(restored.producer()).isEqualTo("1.2.3");
    assertThat(ModuleWriter.bytes(restored, Optional.empty())).isEqualTo(bytes);
    NativeCode code = restored.code().orElseThrow();
    assertThat(code.allocation().places()).isEqualTo(code(module).allocation().places());
    assertThat(code.allocation().bytes()).isEqualTo(code(module).allocation().bytes());
    assertThat(code.source()).isEqualTo(code(module).source());
    assertThat(code.weights().address() % Allocation.ALIGNMENT).isZero();
    assertThat(code.weights().mismatch(code(module).weights())).isEqualTo(-1);
    assertThat(code.objects().getFirst().library().mismatch(library())).isEqualTo(-1);
  }

  /** Whoever knows programs knows modules. */
  @Test
  void aModuleIsAProgramContainer() throws IOException {
    Program program = cases().getFirst().program();
    Path file = folder.resolve("a.plm");
    ModuleWriter.write(module(program), Optional.empty(), file);
    assertThat(ProgramReader.isProgram(file)).isTrue();
    assertThat(ProgramWriter.bytes(ProgramReader.read(file)))
        .isEqualTo(ProgramWriter.bytes(program));
    ProgramModule bare =
        ModuleReader.read(ProgramWriter.bytes(program), "program", Optional.empty());
    assertThat(bare.code()).isEmpty();
  }

  @Test
  void valuesMayBeNamedAsSectionsAre() {
    Program program = cases().getFirst().program();
    List<ProgramValue> values = new ArrayList<>(program.values());
    ProgramValue first = values.getFirst();
    values.set(
        0,
        new ProgramValue(
            ModuleFormat.PREFIX + ModuleFormat.WEIGHTS,
            first.dtype(),
            first.shape(),
            first.layout(),
            first.params()));
    Program renamed =
        new Program(
            program.name(),
            program.rounding(),
            values,
            program.inputs(),
            program.outputs(),
            program.constants(),
            program.instructions());
    byte[] bytes = ModuleWriter.bytes(module(renamed), Optional.empty());
    assertThat(ProgramWriter.bytes(ModuleReader.read(bytes, "x", Optional.empty()).program()))
        .isEqualTo(ProgramWriter.bytes(renamed));
  }

  @Test
  void onlyTheKeyOfItsMakerSaysOwn() {
    MakerKey mine = MakerKey.make(folder.resolve("mine"));
    MakerKey other = MakerKey.make(folder.resolve("other"));
    ProgramModule module = module(cases().getFirst().program());
    byte[] marked = ModuleWriter.bytes(module, Optional.of(mine));
    assertThat(ModuleReader.read(marked, "x", Optional.of(mine)).origin()).isEqualTo(Origin.OWN);
    assertThat(ModuleReader.read(marked, "x", Optional.of(other)).origin())
        .isEqualTo(Origin.UNKNOWN);
    assertThat(ModuleReader.read(marked, "x", Optional.empty()).origin()).isEqualTo(Origin.UNKNOWN);
    byte[] unmarked = ModuleWriter.bytes(module, Optional.empty());
    assertThat(ModuleReader.read(unmarked, "x", Optional.of(mine)).origin())
        .isEqualTo(Origin.UNKNOWN);
  }

  /** Other native code behind a mark that was taken of the first, sealed again. */
  @Test
  void aMarkDoesNotHoldForOtherCode() throws IOException {
    MakerKey mine = MakerKey.make(folder.resolve("mine"));
    byte[] marked = ModuleWriter.bytes(module(cases().getFirst().program()), Optional.of(mine));
    byte[] body = Arrays.copyOf(marked, marked.length - sealSize());
    byte[] library = library().toArray(ValueLayout.JAVA_BYTE);
    int place = find(body, library);
    body[place]++;
    assertThatThrownBy(() -> ModuleReader.read(sealed(body), "x", Optional.of(mine)))
        .isInstanceOf(BadModelException.class)
        .hasMessageContaining("native/0");
  }

  static List<Consumer<ModelProto.Builder>> contradictions() {
    return List.of(
        model -> change(model, ModuleFormat.VERSION, "2"),
        model -> change(model, ModuleFormat.SYMBOL, "x;system"),
        model -> change(model, ModuleFormat.ARENA, "64"),
        model -> change(model, ModuleFormat.ARENA, "-64"),
        model -> change(model, ModuleFormat.PLACES, "0"),
        model -> change(model, ModuleFormat.PLACES, "a"),
        model -> section(model, "weights").setDataType(1),
        model -> section(model, "weights").setDims(0, 1),
        model -> section(model, "weights").clearMetadataProps(),
        model -> section(model, "native/0").getMetadataPropsBuilder(0).setValue("0".repeat(64)),
        model -> section(model, "native/0").setName(ModuleFormat.PREFIX + "native/7"),
        model -> section(model, "native/0").getMetadataPropsBuilder(1).setValue("linux"),
        model -> section(model, "native/0").getMetadataPropsBuilder(2).setValue("mmx"),
        model -> section(model, "source/net.c").setName(ModuleFormat.PREFIX + "source/../a.c"),
        model -> section(model, "source/net.c").setName(ModuleFormat.PREFIX + "native/0"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void contradictionsAreRefused(Consumer<ModelProto.Builder> change) throws IOException {
    byte[] bytes = ModuleWriter.bytes(module(cases().getFirst().program()), Optional.empty());
    ModelProto.Builder model = ModelProto.parseFrom(bytes).toBuilder();
    change.accept(model);
    byte[] changed = sealed(model.build().toByteArray());
    assertThatThrownBy(() -> ModuleReader.read(changed, "changed.plm", Optional.empty()))
        .isInstanceOf(BadModelException.class)
        .satisfies(e -> assertThat(((BadModelException) e).where()).isEqualTo("changed.plm"));
  }

  @Test
  void damagedModulesAreRefused() {
    requireRefused(1_000);
  }

  @Test
  @Tag("slow")
  void manyDamagedModulesAreRefused() {
    requireRefused(20_000);
  }

  /** Flipped bits, exchanged bytes, ends cut off; half of them sealed again by who did it. */
  private static void requireRefused(int count) {
    SplittableRandom random = new SplittableRandom(20261128);
    List<byte[]> originals =
        cases().stream()
            .map(given -> ModuleWriter.bytes(module(given.program()), Optional.empty()))
            .toList();
    for (int i = 0; i < count; i++) {
      byte[] original = originals.get(random.nextInt(originals.size()));
      byte[] damaged = damaged(original, random);
      boolean resealed = random.nextBoolean();
      byte[] file =
          resealed
              ? sealed(Arrays.copyOf(damaged, Math.max(0, damaged.length - sealSize())))
              : damaged;
      boolean read =
          HostileFile.isRead(
              "damage %d".formatted(i),
              MOST_HEAP,
              () -> ModuleReader.read(file, "damaged.plm", Optional.empty()));
      assertThat(read && !resealed && !Arrays.equals(original, damaged))
          .as("damage %d", i)
          .isFalse();
    }
  }

  private static byte[] damaged(byte[] original, SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(original, random.nextInt(original.length));
    }
    byte[] bytes = original.clone();
    for (int edits = random.nextInt(1, 6); edits > 0; edits--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private static ProgramModule module(Program program) {
    SequencedMap<String, String> source = new LinkedHashMap<>();
    source.put("net.c", "int net_run;\n");
    source.put("net.h", "/* µ */\n");
    NativeObject object =
        new NativeObject(
            new Platform("linux", "x86_64"),
            InstructionSet.AVX2,
            "cc 1",
            List.of("cc", "-mavx2"),
            library());
    NativeCode code =
        new NativeCode(
            "net",
            Allocation.of(program, _ -> 0),
            Tensor.of(Shape.of(32), new float[32]).data(),
            source,
            List.of(object));
    return new ProgramModule(program, "1.2.3", Optional.of(code), Origin.UNKNOWN);
  }

  private static MemorySegment library() {
    byte[] bytes = new byte[300];
    new SplittableRandom(7).nextBytes(bytes);
    return MemorySegment.ofArray(bytes);
  }

  private static NativeCode code(ProgramModule module) {
    return module.code().orElseThrow();
  }

  private static byte[] sealed(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Seal.write(stream -> stream.write(body), out);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  private static int sealSize() {
    return sealed(new byte[0]).length;
  }

  private static int find(byte[] bytes, byte[] wanted) {
    for (int place = 0; place + wanted.length <= bytes.length; place++) {
      if (Arrays.equals(bytes, place, place + wanted.length, wanted, 0, wanted.length)) {
        return place;
      }
    }
    throw new AssertionError("the library is not there");
  }

  private static void change(ModelProto.Builder model, String key, String value) {
    model.getMetadataPropsBuilderList().stream()
        .filter(entry -> entry.getKey().equals(key))
        .forEach((StringStringEntryProto.Builder entry) -> entry.setValue(value));
  }

  private static TensorProto.Builder section(ModelProto.Builder model, String name) {
    return model.getGraphBuilder().getInitializerBuilderList().stream()
        .filter(tensor -> tensor.getName().equals(ModuleFormat.PREFIX + name))
        .findFirst()
        .orElseThrow();
  }
}
