package io.plumbline.conformance.random;

import io.plumbline.formats.wire.FunctionProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.OperatorSetIdProto;
import java.util.List;
import java.util.Random;

/** Nodes become calls of functions that the model defines. */
final class Calls implements Dress {
  private static final String DOMAIN = "own";

  /** Functions came with this version of the format. */
  private static final long IR_VERSION = 8;

  private static final int MOST = 3;

  @Override
  public ModelProto on(ModelProto model, Random random) {
    ModelProto.Builder changed =
        model.toBuilder().setIrVersion(Math.max(IR_VERSION, model.getIrVersion()));
    changed.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(DOMAIN).setVersion(1));
    for (int i = 0; i < MOST; i++) {
      Run run = Run.random(changed.getGraph(), random);
      boolean nested = run.nodes().stream().anyMatch(node -> node.getDomain().equals(DOMAIN));
      if (!run.makes().isEmpty()) {
        changed.addFunctions(function("f" + i, run, model, nested));
        changed.setGraph(called("f" + i, run, changed.getGraph()));
      }
    }
    return changed.build();
  }

  private static FunctionProto function(String name, Run run, ModelProto model, boolean nested) {
    FunctionProto.Builder function =
        FunctionProto.newBuilder()
            .setName(name)
            .setDomain(DOMAIN)
            .addAllInput(run.reads())
            .addAllOutput(run.makes())
            .addAllNode(run.nodes())
            .addAllOpsetImport(model.getOpsetImportList());
    if (nested) {
      function.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(DOMAIN).setVersion(1));
    }
    return function.build();
  }

  private static GraphProto called(String name, Run run, GraphProto graph) {
    NodeProto call =
        NodeProto.newBuilder()
            .setOpType(name)
            .setDomain(DOMAIN)
            .setName(name)
            .addAllInput(run.reads())
            .addAllOutput(run.makes())
            .build();
    return graph.toBuilder().clearNode().addAllNode(run.replacedBy(List.of(call))).build();
  }
}
