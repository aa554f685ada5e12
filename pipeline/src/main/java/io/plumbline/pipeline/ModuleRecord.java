package io.plumbline.pipeline;

import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.runtime.module.NativeCode;
import io.plumbline.runtime.module.NativeObject;
import io.plumbline.runtime.module.ProgramModule;
import io.plumbline.tensor.Sha256;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What there is to say of a module. */
public final class ModuleRecord {
  private ModuleRecord() {}

  /** Its native code, for people. */
  public static Section.Table table(ProgramModule module) {
    return new Section.Table(
        "Native code",
        List.of("Platform", "Instructions", "Bytes", "Compiler"),
        objects(module).stream()
            .map(
                object ->
                    List.of(
                        Cell.of(object.platform().toString()),
                        Cell.of(object.instructions().label()),
                        Cell.of(object.library().byteSize()),
                        Cell.of(object.compiler())))
            .toList());
  }

  /** A module that was built, for machines. */
  public static Map<String, Object> of(ModuleFile built) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("module", built.file().toString());
    record.putAll(of(built.module()));
    record.put("findings", FindingRecords.of(built.findings()));
    return record;
  }

  /** A module, for machines. */
  static Map<String, Object> of(ProgramModule module) {
    Map<String, Object> record = new LinkedHashMap<>();
    module
        .code()
        .ifPresent(
            code -> {
              record.put("symbol", code.symbol());
              record.put("arena_bytes", code.allocation().bytes());
              record.put("weight_bytes", code.weights().byteSize());
            });
    record.put("native", objects(module).stream().map(ModuleRecord::of).toList());
    return record;
  }

  private static Map<String, Object> of(NativeObject object) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("platform", object.platform().toString());
    record.put("instructions", object.instructions().label());
    record.put("bytes", object.library().byteSize());
    record.put("compiler", object.compiler());
    record.put("options", object.options());
    record.put("sha256", Sha256.of(object.library()));
    return record;
  }

  private static List<NativeObject> objects(ProgramModule module) {
    return module.code().map(NativeCode::objects).orElse(List.of());
  }
}
