package io.plumbline.formats.onnx;

import com.google.protobuf.InvalidProtocolBufferException;
import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.ValueInfoProto;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.onnx.RecogniseOps;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.pass.BranchReader;
import io.plumbline.tensor.InternalException;
import java.util.Optional;

/** Reads the branches of ONNX's If as it reads models. */
public final class OnnxBranches implements BranchReader {
  @Override
  public Graph read(Attribute.Wire branch, Graph outer) {
    GraphProto.Builder graph = body(branch).toBuilder();
    for (String captured : branch.captured()) {
      graph.addInput(ValueInfoProto.newBuilder().setName(captured));
    }
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8).setGraph(graph);
    ModelInfoCodec.write(outer.info(), model);
    ModelSource source = new ModelSource(outer.name(), Optional.empty());
    Graph read = new GraphReader(source).read(model.build());
    ModelInfo info = outer.info();
    return RecogniseOps.apply(read.withInfo(info));
  }

  private static GraphProto body(Attribute.Wire branch) {
    try {
      return AttributeProto.parseFrom(Wire.bytes(branch.bytes())).getG();
    } catch (InvalidProtocolBufferException e) {
      throw new InternalException(
          "internal.wire",
          "If",
          "the wire form of a branch is damaged",
          "report this as a defect",
          e);
    }
  }
}
