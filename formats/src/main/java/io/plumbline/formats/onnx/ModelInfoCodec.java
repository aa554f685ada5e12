package io.plumbline.formats.onnx;

import com.google.protobuf.InvalidProtocolBufferException;
import io.plumbline.formats.seal.Seal;
import io.plumbline.formats.wire.FunctionProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.OperatorSetIdProto;
import io.plumbline.formats.wire.StringStringEntryProto;
import io.plumbline.graph.ModelInfo;
import io.plumbline.tensor.InternalException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** What a model says of itself, to and from ModelProto. */
final class ModelInfoCodec {
  private ModelInfoCodec() {}

  /** The default domain's opset; 0 when there is none. */
  static long opset(ModelProto model) {
    return opset(model.getOpsetImportList(), 0);
  }

  /** The default domain's opset that a function is written in; the model's where it says none. */
  static long opset(FunctionProto function, long model) {
    return opset(function.getOpsetImportList(), model);
  }

  private static long opset(List<OperatorSetIdProto> imports, long absent) {
    return imports.stream()
        .filter(opset -> isDefault(opset.getDomain()))
        .mapToLong(OperatorSetIdProto::getVersion)
        .max()
        .orElse(absent);
  }

  static boolean isDefault(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  static ModelInfo read(ModelProto model, ModelSource source) {
    WireRewrite contained = SelfContained.of(source);
    SequencedMap<String, Long> opsets = new LinkedHashMap<>();
    opsets.put("", opset(model));
    model.getOpsetImportList().stream()
        .filter(opset -> !isDefault(opset.getDomain()))
        .forEach(opset -> opsets.put(opset.getDomain(), opset.getVersion()));
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    model.getMetadataPropsList().stream()
        .filter(entry -> !Seal.isPart(entry.getKey()))
        .forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
    return new ModelInfo(
        model.getIrVersion(),
        model.getProducerName(),
        model.getProducerVersion(),
        model.getDocString(),
        opsets,
        metadata,
        model.getFunctionsList().stream()
            .map(function -> Wire.list(contained.function(function).toByteString()))
            .toList());
  }

  static void write(ModelInfo info, ModelProto.Builder model) {
    model
        .setIrVersion(Math.max(info.irVersion(), oldestIrVersion(info.opset())))
        .setProducerName(info.producer())
        .setProducerVersion(info.producerVersion())
        .setDocString(info.documentation());
    info.opsets()
        .forEach(
            (domain, version) ->
                model.addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
    info.metadata()
        .forEach(
            (key, value) ->
                model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    info.functions().forEach(function -> model.addFunctions(function(function)));
  }

  private static FunctionProto function(List<Byte> wire) {
    try {
      return FunctionProto.parseFrom(Wire.bytes(wire));
    } catch (InvalidProtocolBufferException e) {
      throw new InternalException(
          "internal.wire", "function", "its wire form is damaged", "report this as a defect", e);
    }
  }

  /**
   * The IR version that was current when an opset came out. From 4 on, initializers need not be
   * inputs.
   */
  private static long oldestIrVersion(long opset) {
    return opset >= 23
        ? 11
        : opset >= 21
            ? 10
            : opset >= 19 ? 9 : opset >= 15 ? 8 : opset >= 12 ? 7 : opset >= 11 ? 6 : 4;
  }
}
