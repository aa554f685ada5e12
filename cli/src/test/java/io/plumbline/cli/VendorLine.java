package io.plumbline.cli;

import java.util.List;

/**
 * A command line that a vendor prints.
 *
 * @param place document and line that it is printed at, such as {@code 1:295}; a word for what is
 *     in manuals alone
 * @param text with paths and names changed
 */
record VendorLine(String place, String text) {
  private static final String MANUAL = "manual";
  private static final String BOARD = "10.10.10.10";

  /** In the order that they are run in; what one leaves, others read. */
  static final List<VendorLine> ALL =
      List.of(
          manual("hb_mapper checker --model-type onnx --march bayes-e --model model.onnx"),
          manual("hb_mapper makertbin --config config.yaml --model-type onnx"),
          manual("hb_compile -m model.onnx --march nash-e"),
          manual("hb_compile -c config.yaml"),
          manual("hb_mapper makertbin --config resizer.yaml --model-type onnx"),
          new VendorLine(
              "1:281",
              "hb_model_verifier -q quanti.onnx -b model.bin -a " + BOARD + " -i data.bin -d 5"),
          new VendorLine("1:295", "hb_model_verifier -q quanti.onnx -b model.bin -a " + BOARD),
          new VendorLine(
              "1:296",
              "hb_model_verifier -q quanti.onnx -b model.bin -a " + BOARD + " -i data.bin"),
          manual("hb_model_verifier -q quanti.onnx -b model.bin -i data.bin -d 5"),
          new VendorLine(
              "1:308",
              "hb_verifier -m quanti.onnx,model.bin -b *.*.*.* -s True -i xxx.jpg -c 5 -r True"),
          new VendorLine("1:346", "hb_verifier -m quanti.onnx,model.bin -b *.*.*.* -s True"),
          new VendorLine("1:350", "hb_verifier -m quanti.onnx,model.bin -b *.*.*.*"),
          new VendorLine("1:354", "hb_verifier -m quanti.onnx,model.bin -s True"),
          new VendorLine("1:358", "hb_verifier -m model.bin -b *.*.*.* -s True"),
          new VendorLine("1:362", "hb_verifier -m quanti.onnx,model.bin -b *.*.*.* -r True"),
          manual("hb_verifier -m quanti.onnx,model.bin -s True -i xxx.jpg -c 5 -r True"),
          new VendorLine(
              "1:416",
              "hrt_model_exec infer --model_file=xxx.bin --input_file=xxx.jpg --enable_dump 1"
                  + " --dump_format txt"),
          new VendorLine(
              "1:420",
              "hrt_model_exec infer --model_file=resizer.bin --input_file= xxx.jpg"
                  + " --roi=2,4,23,25 --roi_infer=true --enable_dump 1 --dump_format txt"),
          new VendorLine(
              "1:424",
              "hrt_model_exec infer --model_file=xxx.bin --input_file=xxx.jpg"
                  + " --hybrid_dequantize_process 1 --enable_dump 1  --dump_format txt"),
          new VendorLine(
              "2:95",
              "hbdk-model-verifier --hbm xxx.hbm --model-pt xxx.pt --model-input xxx.jpg --ip"
                  + " board_ip"),
          manual("hbdk-model-verifier --hbm xxx.hbm --model-pt xxx.pt --model-input xxx.jpg"),
          new VendorLine(
              "2:106",
              "hrt_model_exec infer --model_file xxx.hbm --input_file data.bin --enable_dump True"
                  + " --dump_format txt"),
          new VendorLine(
              "5:70",
              "pulsar build --input model.onnx --config config.prototxt --output_config"
                  + " output_config.prototxt"),
          new VendorLine(
              "5:70",
              "pulsar run model.onnx model.joint --config output_config.prototxt --input xxx.jpg"),
          new VendorLine("5:87", "pulsar run model.onnx model.lava_joint --input xxx.jpg"),
          manual(
              "pulsar run model.onnx model.joint --input xxx.jpg --config output_config.prototxt"
                  + " --output_gt gt"),
          manual("pulsar build --config tasks.prototxt --output_config tasks_output.prototxt"),
          manual(
              "pulsar build --config config.prototxt --input model.onnx --output camera.joint"
                  + " --calibration_batch_size 8 --compile_batch_size 1 2 --batch_size_option"
                  + " BSO_DYNAMIC --output_dir camera --virtual_npu 111 --input_tensor_color rgb"
                  + " --output_tensor_color nv12 --output_tensor_layout nhwc --color_std studio"
                  + " --target_hardware AX620 --qat_convert_mode post-nw --enable_progress_bar"),
          manual(
              "pulsar build --config config.prototxt --input model.onnx --output_tensor_color"
                  + " nv21"),
          manual("pulsar run model.onnx model.joint --use_onnx_ir --layer input --input xxx.jpg"),
          manual("pulsar run model.onnx model.joint --input inputs.json"),
          manual("pulsar debug sensitivity model_calibrated_model.onnx -d 1"),
          manual("pulsar info model.joint --part_info --tablefmt grid"),
          manual("pulsar info model.joint --output parts"),
          manual("pulsar info model.joint --layer_mapping"),
          manual("pulsar info model.joint --performance --output_json model_info.json"),
          manual("pulsar view model.joint"),
          manual("pulsar2 build --input model.onnx --output_dir second --config pulsar2.json"),
          manual(
              "pulsar2 build --input model.onnx --output_dir second --config pulsar2.json"
                  + " --output_name other.axmodel --quant.calibration_method MSE --compiler.check 3"
                  + " --npu_mode NPU1 --target_hardware AX620E"),
          manual("pulsar2 run --model second/compiled.axmodel --input_dir in --output_dir out"),
          manual("run_joint model.joint --data gt/input/input.bin --bin-out-dir out --repeat 10"),
          manual(
              "run_joint model.joint --data gt/input/input.bin --mode 1_1 --warmup 2 --repeat 3"
                  + " --stride_w 0 --override_batch_size 0 --wbt_index 0 --manual_alloc"
                  + " --cache-mode SMART_CACHED"),
          manual("run_joint model.joint --repeat 2"),
          manual("run_joint model.joint --data gt/input/input.bin --override_batch_size 2"),
          manual("run_joint model.joint --data gt/input/input.bin --wbt_index 1"),
          manual("run_joint model.joint --data gt/input/input.bin --enable_trunc"),
          manual("run_joint model.joint --data gt/input/input.bin --stride_w 8"));

  private static VendorLine manual(String text) {
    return new VendorLine(MANUAL, text);
  }

  /** Whether one of the documents prints it. */
  boolean isOfDocument() {
    return !place.equals(MANUAL);
  }
}
