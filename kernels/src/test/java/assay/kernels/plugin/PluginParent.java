package assay.kernels.plugin;

import assay.kernels.Spec;

/** A process with a plug-in's process, to be killed. */
final class PluginParent {

  private PluginParent() {}

  /**
   * @param args a plug-in, and a spec to ask it about
   */
  public static void main(String[] args) {
    var backend = new PluginBackend(new PluginFile(args[0], false));
    var device = backend.devices().getFirst();
    System.out.println("ready");
    backend.supports(Spec.parse(args[1]), device);
    backend.supports(Spec.parse("dequant:f32*f32:m1,k1"), device);
  }
}
