//! The engine: what the window and the picture file both call.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use egui::{PaintCallbackInfo, Painter, Rect};
use egui_wgpu::{CallbackResources, CallbackTrait, RenderState, ScreenDescriptor, wgpu};

use super::cache::{Cache, State, Waker, Wanted};
use super::camera::Camera;
use super::gpu::{DrawUniform, GpuLook, GpuTile, Pipelines};
use super::layer::{LayerId, MapLayer};
use super::tile::{Placement, TileKey, level_for, visible_tiles};

/// Time for uploads in one frame.
const UPLOAD_TIME: Duration = Duration::from_millis(4);
/// GPU memory for tiles; those in view are always kept.
const TILE_BYTES: usize = 384 << 20;
/// All patterns repeat after this many points.
const PATTERN_PERIOD: f64 = 24.0;

/// What [`MapRenderer::paint`] leaves to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaintStatus {
    /// Tiles of this view that are being built or wait to be uploaded; while
    /// there are any, ask for another frame (or wait for the waker).
    pub pending_tiles: usize,
}

/// Draws layers from GPU buffers. One for each map and device; cheap to clone.
#[derive(Clone)]
pub struct MapRenderer {
    cache: Arc<Cache>,
}

impl MapRenderer {
    /// Prepares the device of egui's renderer. `samples` is the multisampling
    /// that egui draws with (1 when it is off).
    pub fn new(render_state: &RenderState, samples: u32) -> Self {
        let mut renderer = render_state.renderer.write();
        if renderer.callback_resources.get::<Pipelines>().is_none() {
            let format = render_state.target_format;
            let pipelines = Pipelines::new(&render_state.device, format, samples.max(1));
            renderer.callback_resources.insert(pipelines);
        }
        MapRenderer { cache: Arc::default() }
    }

    /// Sets who is woken, from any thread, when a tile is ready.
    pub fn set_waker(&self, waker: Waker) {
        self.cache.set_waker(waker);
    }

    /// Draws the layers into `rect` (points) of the painter, first layer lowest.
    /// Costs no more than the tiles in view; never waits for tiles.
    pub fn paint(&self, painter: &Painter, rect: Rect, camera: &Camera, layers: &[MapLayer]) -> PaintStatus {
        let pixels_per_point = painter.ctx().pixels_per_point();
        let tiles = visible_tiles(camera, rect, level_for(camera, pixels_per_point));
        let seen = layers.iter().filter(|layer| layer.is_visible && layer.opacity > 0.0);
        let seen: Vec<&MapLayer> = seen.filter(|layer| !layer.source.is_empty()).collect();
        let wanted: Vec<Wanted<'_>> = seen.iter().map(|layer| Wanted { layer, tiles: &tiles }).collect();
        let pending_tiles = self.cache.request(&wanted);
        let frame = Frame {
            cache: Arc::clone(&self.cache),
            camera: *camera,
            rect,
            pixels_per_point,
            tiles,
            layers: seen.into_iter().cloned().collect(),
            prepared: Mutex::new(None),
        };
        painter.add(egui_wgpu::Callback::new_paint_callback(rect, frame));
        PaintStatus { pending_tiles }
    }

    /// Waits until the tiles asked for are built (they still want a frame to be
    /// uploaded in). For pictures; the window never calls it.
    pub fn wait_for_tiles(&self) {
        self.cache.wait();
    }

    /// Forgets all tiles and looks of a layer; for when another project takes its id.
    pub fn forget(&self, layer: LayerId) {
        self.cache.lock().layers.remove(&layer);
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.cache.lock().layers.clear();
    }

    /// How long the last frame took to upload and to arrange its draws.
    pub fn prepare_time(&self) -> Duration {
        self.cache.lock().prepare_time
    }

    /// How many tiles have been built since the start.
    pub fn built_tiles(&self) -> u64 {
        self.cache.lock().built
    }
}

/// One picture of the map, handed to egui's renderer.
struct Frame {
    cache: Arc<Cache>,
    camera: Camera,
    rect: Rect,
    pixels_per_point: f32,
    tiles: Vec<TileKey>,
    layers: Vec<MapLayer>,
    prepared: Mutex<Option<Prepared>>,
}

struct Prepared {
    uniforms: wgpu::BindGroup,
    step: u32,
    draws: Vec<Draw>,
}

struct Draw {
    tile: Arc<GpuTile>,
    look: wgpu::BindGroup,
    emphasised: Arc<Vec<u32>>,
    /// Which pixels belong to it.
    part: Placement,
}

impl Frame {
    /// Uploads what has come in, the middle of the view first.
    fn upload(&self, device: &wgpu::Device, state: &mut State) {
        let start = Instant::now();
        for tile in &self.tiles {
            for layer in &self.layers {
                let slot = state.layers.get_mut(&layer.id).and_then(|state| state.tiles.get_mut(tile));
                if let Some(slot) = slot.filter(|slot| slot.has_incoming()) {
                    slot.upload(device);
                    if start.elapsed() > UPLOAD_TIME {
                        return;
                    }
                }
            }
        }
    }

    fn look(&self, gpu: (&wgpu::Device, &wgpu::Queue), pipelines: &Pipelines, state: &mut State) {
        let (device, queue) = gpu;
        for layer in &self.layers {
            let Some(state) = state.layers.get_mut(&layer.id) else { continue };
            let len = layer.source.len();
            match &mut state.look {
                Some(look) if look.has_room(device, len) => look.update(queue, &layer.styles),
                look => *look = Some(GpuLook::new(device, queue, pipelines, len, &layer.styles)),
            }
        }
    }

    fn uniform(&self, tile: TileKey, opacity: f32, screen: [u32; 2], is_linear: bool) -> DrawUniform {
        let placed = Placement::of(tile, &self.camera, self.rect, self.pixels_per_point);
        let world = TileKey { level: 0, x: 0, y: 0 };
        let world = Placement::of(world, &self.camera, self.rect, self.pixels_per_point);
        let period = PATTERN_PERIOD * f64::from(self.pixels_per_point);
        DrawUniform {
            origin_px: placed.origin_px.map(|at| at as f32),
            pattern_px: world.origin_px.map(|at| at.rem_euclid(period) as f32),
            screen_px: screen.map(|size| size as f32),
            side_px: placed.side_px as f32,
            pixels_per_point: self.pixels_per_point,
            opacity: opacity.clamp(0.0, 1.0),
            is_linear_target: if is_linear { 1.0 } else { 0.0 },
            unused: [0.0; 2],
        }
    }

    fn prepare_draws(
        &self,
        device: &wgpu::Device,
        screen: [u32; 2],
        pipelines: &Pipelines,
        state: &State,
    ) -> Prepared {
        let mut draws = Vec::new();
        let mut uniforms = Vec::new();
        let mut cover = Vec::new();
        for layer in &self.layers {
            let Some(state) = state.layers.get(&layer.id) else { continue };
            let Some(look) = &state.look else { continue };
            cover.clear();
            self.tiles.iter().for_each(|tile| state.cover(*tile, &mut cover));
            for (part, tile, content) in cover.drain(..) {
                uniforms.push(self.uniform(tile, layer.opacity, screen, pipelines.is_linear_target));
                draws.push(Draw {
                    tile: content,
                    look: look.group.clone(),
                    emphasised: Arc::clone(&look.emphasised),
                    part: Placement::of(part, &self.camera, self.rect, self.pixels_per_point),
                });
            }
        }
        let (uniforms, step) = pipelines.uniforms(device, &uniforms);
        Prepared { uniforms, step, draws }
    }
}

impl CallbackTrait for Frame {
    fn prepare(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        let Some(pipelines) = resources.get::<Pipelines>() else {
            static TOLD: OnceLock<()> = OnceLock::new();
            TOLD.get_or_init(|| tracing::error!("the map is painted by a renderer it was not made for"));
            return Vec::new();
        };
        let start = Instant::now();
        let mut state = self.cache.lock();
        self.upload(device, &mut state);
        state.evict(TILE_BYTES);
        self.look((device, queue), pipelines, &mut state);
        let prepared = self.prepare_draws(device, screen.size_in_pixels, pipelines, &state);
        state.prepare_time = start.elapsed();
        *self.prepared.lock().unwrap_or_else(PoisonError::into_inner) = Some(prepared);
        Vec::new()
    }

    fn paint(
        &self,
        info: PaintCallbackInfo,
        pass: &mut wgpu::RenderPass<'static>,
        resources: &CallbackResources,
    ) {
        let Some(pipelines) = resources.get::<Pipelines>() else { return };
        let prepared = self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(prepared) = prepared.as_ref() else { return };
        let [width, height] = info.screen_size_px;
        // The whole screen, because egui rounds the rectangle of a callback to pixels.
        pass.set_viewport(0.0, 0.0, width as f32, height as f32, 0.0, 1.0);
        let clip = info.clip_rect_in_pixels();
        let limit = |at: i32, size: u32| at.clamp(0, size as i32) as u32;
        let limits = [
            limit(clip.left_px, width),
            limit(clip.top_px, height),
            limit(clip.left_px + clip.width_px, width),
            limit(clip.top_px + clip.height_px, height),
        ];
        for (number, draw) in prepared.draws.iter().enumerate() {
            let Some([left, top, right, bottom]) = draw.part.scissor(limits) else { continue };
            pass.set_scissor_rect(left, top, right - left, bottom - top);
            pass.set_bind_group(0, &prepared.uniforms, &[number as u32 * prepared.step]);
            pass.set_bind_group(1, &draw.look, &[]);
            pipelines.draw(pass, &draw.tile, &draw.emphasised);
        }
    }
}
