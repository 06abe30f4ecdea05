//! Pictures without a window: an adapter of our own, egui once over it, and
//! the pixels read back.

use std::sync::Arc;
use std::time::Duration;

use egui::{Context, Rect, Vec2};
use egui_wgpu::{
    RenderState, RendererOptions, ScreenDescriptor, WgpuConfiguration, WgpuSetupCreateNew, wgpu,
};
use image::RgbaImage;

use super::engine::{MapRenderer, PaintStatus};
use super::error::RenderError;
use super::text::install_fonts;

/// How long the adapter may take for one picture.
const PATIENCE: Duration = Duration::from_secs(60);
/// Frames after which a picture that never settles is given up.
const MOST_FRAMES: u32 = 2_000;

/// Which adapter draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AdapterChoice {
    /// A graphics card, else software.
    #[default]
    Any,
    /// Software only (Mesa's lavapipe): the same bytes on every machine with it.
    Software,
}

/// A device and a map without a window.
pub struct Offscreen {
    ctx: Context,
    render_state: RenderState,
    map: MapRenderer,
    size_px: [u32; 2],
    pixels_per_point: f32,
}

impl Offscreen {
    /// Opens an adapter for pictures of `size_px` pixels, `pixels_per_point` of
    /// which make a point.
    ///
    /// # Errors
    /// [`RenderError::NoAdapter`] and [`RenderError::TooLarge`].
    pub fn new(choice: AdapterChoice, size_px: [u32; 2], pixels_per_point: f32) -> Result<Self, RenderError> {
        let render_state = open(choice)?;
        let most = render_state.device.limits().max_texture_dimension_2d;
        let [width, height] = size_px;
        if width == 0 || height == 0 || width > most || height > most {
            return Err(RenderError::TooLarge { width, height, most });
        }
        let ctx = Context::default();
        install_fonts(&ctx);
        let map = MapRenderer::new(&render_state, 1);
        Ok(Offscreen { ctx, render_state, map, size_px, pixels_per_point: pixels_per_point.max(0.1) })
    }

    /// The map of this device.
    pub fn map(&self) -> &MapRenderer {
        &self.map
    }

    /// egui over the picture, to set its theme.
    pub fn context(&self) -> &Context {
        &self.ctx
    }

    /// Name of the adapter that draws.
    pub fn adapter_name(&self) -> String {
        self.render_state.adapter.get_info().name
    }

    /// The rectangle of the picture, points.
    pub fn rect(&self) -> Rect {
        let [width, height] = self.size_px.map(|pixels| pixels as f32 / self.pixels_per_point);
        Rect::from_min_size(egui::Pos2::ZERO, Vec2::new(width, height))
    }

    /// Draws until nothing is pending and returns the picture. `content` is
    /// called for every frame, with the whole picture as its clip rectangle.
    ///
    /// # Errors
    /// [`RenderError::DeviceLost`] and [`RenderError::NotSettled`].
    pub fn picture(
        &mut self,
        mut content: impl FnMut(&mut egui::Ui, &MapRenderer) -> PaintStatus,
    ) -> Result<RgbaImage, RenderError> {
        let target = self.target();
        for _ in 0..MOST_FRAMES {
            let status = self.frame(&target, &mut content)?;
            if status.pending_tiles == 0 {
                return self.read(&target);
            }
            self.map.wait_for_tiles();
        }
        Err(RenderError::NotSettled(MOST_FRAMES))
    }

    /// Draws frames until no tile is pending any more, without reading the picture back.
    ///
    /// # Errors
    /// As [`Offscreen::picture`].
    pub fn shown(
        &mut self,
        mut content: impl FnMut(&mut egui::Ui, &MapRenderer) -> PaintStatus,
    ) -> Result<(), RenderError> {
        let target = self.target();
        for _ in 0..MOST_FRAMES {
            let status = self.frame(&target, &mut content)?;
            self.finish(None)?;
            if status.pending_tiles == 0 {
                return Ok(());
            }
            self.map.wait_for_tiles();
        }
        Err(RenderError::NotSettled(MOST_FRAMES))
    }

    /// Draws one frame and waits for the device, without reading it back.
    ///
    /// # Errors
    /// [`RenderError::DeviceLost`].
    pub fn one_frame(
        &mut self,
        mut content: impl FnMut(&mut egui::Ui, &MapRenderer) -> PaintStatus,
    ) -> Result<PaintStatus, RenderError> {
        let target = self.target();
        let status = self.frame(&target, &mut content)?;
        self.finish(None)?;
        Ok(status)
    }

    fn target(&self) -> wgpu::Texture {
        let [width, height] = self.size_px;
        self.render_state.device.create_texture(&wgpu::TextureDescriptor {
            label: Some("picture"),
            size: wgpu::Extent3d { width, height, depth_or_array_layers: 1 },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: self.render_state.target_format,
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT | wgpu::TextureUsages::COPY_SRC,
            view_formats: &[],
        })
    }

    fn frame(
        &self,
        target: &wgpu::Texture,
        content: &mut dyn FnMut(&mut egui::Ui, &MapRenderer) -> PaintStatus,
    ) -> Result<PaintStatus, RenderError> {
        let mut status = PaintStatus { pending_tiles: 0 };
        let mut input = egui::RawInput { screen_rect: Some(self.rect()), ..Default::default() };
        if let Some(viewport) = input.viewports.get_mut(&egui::ViewportId::ROOT) {
            viewport.native_pixels_per_point = Some(self.pixels_per_point);
        }
        let mut output = self.ctx.run_ui(input, |ui| status = content(ui, &self.map));
        let RenderState { device, queue, renderer, .. } = &self.render_state;
        let mut renderer = renderer.write();
        for (id, deltas) in output.textures_delta.set.drain() {
            deltas.iter().for_each(|delta| renderer.update_texture(device, queue, id, delta));
        }
        let primitives = self.ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
        let screen =
            ScreenDescriptor { size_in_pixels: self.size_px, pixels_per_point: output.pixels_per_point };
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let mut buffers = renderer.update_buffers(device, queue, &mut encoder, &primitives, &screen);
        let view = target.create_view(&wgpu::TextureViewDescriptor::default());
        let mut pass = encoder
            .begin_render_pass(&wgpu::RenderPassDescriptor {
                label: Some("picture"),
                color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                    view: &view,
                    resolve_target: None,
                    ops: wgpu::Operations {
                        load: wgpu::LoadOp::Clear(wgpu::Color::TRANSPARENT),
                        store: wgpu::StoreOp::Store,
                    },
                    depth_slice: None,
                })],
                ..Default::default()
            })
            .forget_lifetime();
        renderer.render(&mut pass, &primitives, &screen);
        drop(pass);
        buffers.push(encoder.finish());
        queue.submit(buffers);
        output.textures_delta.free.drain().for_each(|id| renderer.free_texture(&id));
        Ok(status)
    }

    fn finish(&self, submission_index: Option<wgpu::SubmissionIndex>) -> Result<(), RenderError> {
        let wait = wgpu::PollType::Wait { submission_index, timeout: Some(PATIENCE) };
        self.render_state
            .device
            .poll(wait)
            .map(|_| ())
            .map_err(|error| RenderError::DeviceLost(error.to_string()))
    }

    fn read(&self, target: &wgpu::Texture) -> Result<RgbaImage, RenderError> {
        let [width, height] = self.size_px;
        let row = (width * 4).next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT);
        let RenderState { device, queue, .. } = &self.render_state;
        let buffer = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("picture"),
            size: u64::from(row) * u64::from(height),
            usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let layout =
            wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(row), rows_per_image: None };
        encoder.copy_texture_to_buffer(
            target.as_image_copy(),
            wgpu::TexelCopyBufferInfo { buffer: &buffer, layout },
            target.size(),
        );
        let submitted = queue.submit([encoder.finish()]);
        let (sender, receiver) = std::sync::mpsc::channel();
        buffer.slice(..).map_async(wgpu::MapMode::Read, move |mapped| {
            // The receiver is gone only when the wait below has failed already.
            let _ = sender.send(mapped);
        });
        self.finish(Some(submitted))?;
        let lost = |error: &dyn std::fmt::Display| RenderError::DeviceLost(error.to_string());
        receiver.recv().map_err(|error| lost(&error))?.map_err(|error| lost(&error))?;
        let mapped = buffer.slice(..).get_mapped_range().map_err(|error| lost(&error))?;
        let mut pixels = Vec::with_capacity(width as usize * height as usize * 4);
        for line in mapped.chunks_exact(row as usize) {
            pixels.extend_from_slice(line.get(..width as usize * 4).unwrap_or_default());
        }
        let image = RgbaImage::from_raw(width, height, pixels);
        image.ok_or_else(|| RenderError::DeviceLost("the picture came back incomplete".to_owned()))
    }
}

fn open(choice: AdapterChoice) -> Result<RenderState, RenderError> {
    let mut setup = WgpuSetupCreateNew::without_display_handle();
    setup.native_adapter_selector = Some(Arc::new(move |adapters, _surface| {
        let rank = |adapter: &&wgpu::Adapter| match adapter.get_info().device_type {
            wgpu::DeviceType::DiscreteGpu => 0,
            wgpu::DeviceType::IntegratedGpu => 1,
            wgpu::DeviceType::VirtualGpu | wgpu::DeviceType::Other => 2,
            wgpu::DeviceType::Cpu => 3,
        };
        let fits = |adapter: &&wgpu::Adapter| choice == AdapterChoice::Any || rank(adapter) == 3;
        let best = adapters.iter().filter(fits).min_by_key(rank);
        best.cloned().ok_or_else(|| format!("{} adapters, none that fits {choice:?}", adapters.len()))
    }));
    let wgpu_setup = setup.into();
    let failed = |error: egui_wgpu::WgpuError| RenderError::NoAdapter(error.to_string());
    let _quiet = super::quiet::Quiet::begin();
    pollster::block_on(async {
        let config = WgpuConfiguration { wgpu_setup, ..Default::default() };
        let instance = config.wgpu_setup.new_instance().await;
        RenderState::create(&config, &instance, None, RendererOptions::PREDICTABLE).await.map_err(failed)
    })
}
