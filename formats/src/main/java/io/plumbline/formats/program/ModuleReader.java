package io.plumbline.formats.program;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import io.plumbline.formats.seal.MakerKey;
import io.plumbline.formats.seal.MakerMark;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.StringStringEntryProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.graph.onnx.ElementType;
import io.plumbline.runtime.module.InstructionSet;
import io.plumbline.runtime.module.NativeCode;
import io.plumbline.runtime.module.NativeObject;
import io.plumbline.runtime.module.Platform;
import io.plumbline.runtime.module.ProgramModule;
import io.plumbline.runtime.module.ProgramModule.Origin;
import io.plumbline.runtime.program.Allocation;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * Reads modules, which are not to be trusted: every size, place and hash is checked before anything
 * is made of it, whether native code will run or not.
 */
public final class ModuleReader {
  private static final Pattern SYMBOL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,1023}");
  private static final Pattern SOURCE_FILE = Pattern.compile("[A-Za-z0-9_]{1,1100}\\.[ch]");

  private static final int METADATA_TAG = ModelProto.METADATA_PROPS_FIELD_NUMBER << 3 | 2;

  private ModuleReader() {}

  /**
   * Whether a file is a module, whatever it is called: a program with a manifest. False as well
   * when it cannot be read, or not as far as its manifest.
   */
  public static boolean isModule(Path file) {
    if (!ProgramReader.isProgram(file)) {
      return false;
    }
    try (InputStream stream = Files.newInputStream(file)) {
      CodedInputStream in = CodedInputStream.newInstance(stream);
      in.setSizeLimit(Integer.MAX_VALUE);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == METADATA_TAG) {
          StringStringEntryProto entry = StringStringEntryProto.parseFrom(in.readBytes());
          if (entry.getKey().equals(ModuleFormat.SECTIONS)) {
            return true;
          }
        } else if (!in.skipField(tag)) {
          return false;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The module in a file; also the program in one that has no more.
   *
   * @param key of who is asking, by which the origin is told
   * @throws BadModelException when the file cannot be read, is no program of this version, or
   *     anything in it contradicts the format
   */
  public static ProgramModule read(Path file, Optional<MakerKey> key) {
    return read(ProgramReader.bytes(file), file.toString(), key);
  }

  /** The module in the bytes of a file. */
  public static ProgramModule read(byte[] bytes, String where, Optional<MakerKey> key) {
    return ProgramReader.read(
        bytes, where, (model, program) -> module(model, program, origin(bytes, key)));
  }

  private static Origin origin(byte[] bytes, Optional<MakerKey> key) {
    MemorySegment file = MemorySegment.ofArray(bytes);
    return key.isPresent() && MakerMark.isOf(key.get(), file) ? Origin.OWN : Origin.UNKNOWN;
  }

  private static ProgramModule module(ModelProto model, Program program, Origin origin) {
    Map<String, String> manifest = ValueWire.metadata(model.getMetadataPropsList());
    if (!manifest.containsKey(ModuleFormat.SECTIONS)) {
      return ProgramModule.of(program);
    }
    String version = required(manifest, ModuleFormat.VERSION);
    if (!version.equals(ModuleFormat.VERSION_NUMBER)) {
      throw new MalformedProgram("it is a module of version %s".formatted(version));
    }
    SequencedMap<String, TensorProto> sections = sections(model, manifest);
    boolean coded = manifest.containsKey(ModuleFormat.SYMBOL);
    if (!coded && !sections.isEmpty()) {
      throw new MalformedProgram("it has sections and no symbol");
    }
    return new ProgramModule(
        program,
        required(manifest, ModuleFormat.PRODUCER),
        coded ? Optional.of(code(program, manifest, sections)) : Optional.empty(),
        origin);
  }

  private static SequencedMap<String, TensorProto> sections(
      ModelProto model, Map<String, String> manifest) {
    String prefix = required(manifest, ModuleFormat.SECTIONS);
    SequencedMap<String, TensorProto> sections = new LinkedHashMap<>();
    for (TensorProto proto : model.getGraph().getInitializerList()) {
      if (ModuleFormat.isSection(model, proto)) {
        String name = proto.getName().substring(prefix.length());
        requireIntact(proto, name);
        if (sections.put(name, proto) != null) {
          throw new MalformedProgram("it has the section '%s' twice".formatted(name));
        }
      }
    }
    return sections;
  }

  private static void requireIntact(TensorProto section, String name) {
    ByteString content = section.getRawData();
    if (section.getDataType() != ElementType.number(DType.UINT8)
        || section.getDimsCount() != 1
        || section.getDims(0) != content.size()) {
      throw new MalformedProgram("section '%s' is not one row of bytes".formatted(name));
    }
    String found = Sha256.of(MemorySegment.ofBuffer(content.asReadOnlyByteBuffer()));
    if (!entry(section, ModuleFormat.HASH).equals(found)) {
      throw new MalformedProgram(
          "section '%s' is not what its SHA-256 was taken of".formatted(name));
    }
  }

  private static NativeCode code(
      Program program, Map<String, String> manifest, SequencedMap<String, TensorProto> sections) {
    SequencedMap<String, String> source = new LinkedHashMap<>();
    List<NativeObject> objects = new ArrayList<>();
    MemorySegment weights = MemorySegment.NULL;
    for (Map.Entry<String, TensorProto> section : sections.entrySet()) {
      String name = section.getKey();
      TensorProto content = section.getValue();
      if (name.equals(ModuleFormat.WEIGHTS)) {
        weights = aligned(content.getRawData());
      } else if (name.startsWith(ModuleFormat.SOURCE)) {
        source.put(sourceFile(name), content.getRawData().toStringUtf8());
      } else if (name.equals(ModuleFormat.NATIVE + objects.size())) {
        objects.add(object(content));
      } else {
        throw new MalformedProgram("it has an unknown section '%s'".formatted(name));
      }
    }
    if (weights.byteSize() == 0 || weights.byteSize() % Allocation.ALIGNMENT != 0) {
      throw new MalformedProgram("its weights have %d bytes".formatted(weights.byteSize()));
    }
    return new NativeCode(
        symbol(manifest), allocation(program, manifest), weights, source, objects);
  }

  private static String sourceFile(String section) {
    String file = section.substring(ModuleFormat.SOURCE.length());
    if (!SOURCE_FILE.matcher(file).matches()) {
      throw new MalformedProgram("'%s' is no name of a source file".formatted(file));
    }
    return file;
  }

  private static String symbol(Map<String, String> manifest) {
    String symbol = required(manifest, ModuleFormat.SYMBOL);
    if (!SYMBOL.matcher(symbol).matches()) {
      throw new MalformedProgram("'%s' is no name in C".formatted(symbol));
    }
    return symbol;
  }

  private static Allocation allocation(Program program, Map<String, String> manifest) {
    List<Long> places =
        Arrays.stream(required(manifest, ModuleFormat.PLACES).split(",", -1))
            .map(Long::valueOf)
            .toList();
    return Allocation.restored(
        program, places, Long.parseLong(required(manifest, ModuleFormat.ARENA)));
  }

  private static NativeObject object(TensorProto section) {
    String label = entry(section, ModuleFormat.INSTRUCTIONS);
    InstructionSet instructions =
        InstructionSet.of(label)
            .orElseThrow(
                () -> new MalformedProgram("there are no instructions '%s'".formatted(label)));
    Platform platform = Platform.parse(entry(section, ModuleFormat.PLATFORM));
    if (!instructions.belongsTo(platform)) {
      throw new MalformedProgram("%s has no instructions '%s'".formatted(platform, label));
    }
    return new NativeObject(
        platform,
        instructions,
        entry(section, ModuleFormat.COMPILER),
        entry(section, ModuleFormat.OPTIONS).lines().toList(),
        MemorySegment.ofBuffer(section.getRawData().asReadOnlyByteBuffer()));
  }

  private static MemorySegment aligned(ByteString content) {
    MemorySegment memory =
        Arena.ofAuto().allocate(Math.max(1, content.size()), Allocation.ALIGNMENT);
    content.copyTo(memory.asByteBuffer());
    return memory.asSlice(0, content.size());
  }

  private static String entry(TensorProto section, String key) {
    return ValueWire.required(
        ValueWire.metadata(section.getMetadataPropsList()), key, section.getName());
  }

  private static String required(Map<String, String> manifest, String key) {
    return ValueWire.required(manifest, key, "manifest");
  }
}
