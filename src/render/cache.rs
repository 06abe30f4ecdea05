//! Which tiles exist, which are stale, and the threads that build them.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, LazyLock, Mutex, MutexGuard, PoisonError};

use super::gpu::{GpuLook, GpuTile};
use super::layer::{FeatureSource, LayerId, LayerKind, MapLayer};
use super::mesh::{self, TileMesh};
use super::tile::TileKey;

/// Threads for tiles: their own, so that a long job does not hold up the map.
static WORKERS: LazyLock<Option<rayon::ThreadPool>> = LazyLock::new(|| {
    rayon::ThreadPoolBuilder::new().thread_name(|number| format!("map tiles {number}")).build().ok()
});

/// Called when a tile is ready, from any thread.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// One place for a tile of a layer.
#[derive(Default)]
pub struct Slot {
    /// The epoch its content must have.
    needed: u64,
    building: Option<u64>,
    incoming: Option<(u64, TileMesh)>,
    shown: Option<(u64, Arc<GpuTile>)>,
    last_used: u64,
}

impl Slot {
    /// What can be drawn, be it stale.
    pub fn shown(&self) -> Option<&Arc<GpuTile>> {
        self.shown.as_ref().map(|(_, tile)| tile)
    }

    /// A mesh that waits to be uploaded.
    pub fn has_incoming(&self) -> bool {
        self.incoming.is_some()
    }

    /// Moves what has come in to the GPU; returns its bytes.
    pub fn upload(&mut self, device: &egui_wgpu::wgpu::Device) -> usize {
        let Some((epoch, mesh)) = self.incoming.take() else { return 0 };
        let tile = GpuTile::upload(device, mesh);
        let bytes = tile.bytes;
        self.shown = Some((epoch, Arc::new(tile)));
        bytes
    }

    fn is_current(&self) -> bool {
        self.shown.as_ref().is_some_and(|(epoch, _)| *epoch >= self.needed)
    }

    fn is_on_its_way(&self) -> bool {
        self.building.is_some_and(|epoch| epoch >= self.needed)
            || self.incoming.as_ref().is_some_and(|(epoch, _)| *epoch >= self.needed)
    }

    fn bytes(&self) -> usize {
        self.shown().map_or(0, |tile| tile.bytes)
    }
}

/// What is kept of one layer.
pub struct LayerState {
    revision: u64,
    kind: LayerKind,
    /// Counts the changes of the source; tiles touched since are stale.
    epoch: u64,
    pub tiles: HashMap<TileKey, Slot>,
    pub look: Option<GpuLook>,
}

struct Request {
    layer: LayerId,
    tile: TileKey,
    epoch: u64,
    kind: LayerKind,
    source: Arc<dyn FeatureSource>,
}

/// Everything behind the lock.
#[derive(Default)]
pub struct State {
    pub layers: HashMap<LayerId, LayerState>,
    /// Last is built first.
    queue: Vec<Request>,
    workers: usize,
    frame: u64,
    /// Tiles built since the start; tests and benches read it.
    pub built: u64,
    /// How long the last frame took to upload and to arrange its draws.
    pub prepare_time: std::time::Duration,
}

/// Shared between the window, the callback and the threads.
#[derive(Default)]
pub struct Cache {
    state: Mutex<State>,
    changed: Condvar,
    waker: Mutex<Option<Waker>>,
}

/// What a frame shows of one layer.
pub struct Wanted<'a> {
    pub layer: &'a MapLayer,
    pub tiles: &'a [TileKey],
}

impl Cache {
    /// The state; a thread that panicked has left it whole.
    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets who is woken when a tile is ready.
    pub fn set_waker(&self, waker: Waker) {
        *self.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(waker);
    }

    /// Waits until no tile is being built or waits for it.
    pub fn wait(&self) {
        let mut state = self.lock();
        while state.workers > 0 {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Notes changes of the sources and asks for what a frame lacks; older
    /// requests not yet begun are dropped. Returns how many tiles are pending.
    pub fn request(self: &Arc<Self>, wanted: &[Wanted<'_>]) -> usize {
        let mut state = self.lock();
        state.frame += 1;
        let mut pending = 0;
        let mut requests = Vec::new();
        let frame = state.frame;
        for want in wanted {
            let layer = state.note_changes(want.layer);
            for (rank, &tile) in want.tiles.iter().enumerate() {
                let epoch = layer.epoch;
                let slot = layer.tiles.entry(tile).or_default();
                slot.last_used = frame;
                if slot.is_current() {
                    continue;
                }
                pending += 1;
                if !slot.is_on_its_way() {
                    let source = Arc::clone(&want.layer.source);
                    let kind = want.layer.kind;
                    requests.push((rank, Request { layer: want.layer.id, tile, epoch, kind, source }));
                }
            }
        }
        requests.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
        state.queue = requests.into_iter().map(|(_, request)| request).collect();
        self.start_workers(&mut state);
        pending
    }

    fn start_workers(self: &Arc<Self>, state: &mut State) {
        let most = WORKERS.as_ref().map_or(1, rayon::ThreadPool::current_num_threads);
        while state.workers < most.min(state.queue.len()) {
            state.workers += 1;
            let cache = Arc::clone(self);
            let work = move || cache.work();
            match WORKERS.as_ref() {
                Some(pool) => pool.spawn(work),
                None => rayon::spawn(work),
            }
        }
    }

    /// Builds what is asked for until nothing is left.
    fn work(&self) {
        loop {
            let mut state = self.lock();
            let Some(request) = state.queue.pop() else {
                state.workers -= 1;
                self.changed.notify_all();
                return;
            };
            if let Some(slot) = state.slot(request.layer, request.tile) {
                slot.building = Some(request.epoch);
            }
            drop(state);
            let build = || mesh::build(request.source.as_ref(), request.kind, request.tile);
            // A geometry that upsets a crate must not take the window along.
            let mesh = catch_unwind(AssertUnwindSafe(build)).unwrap_or_else(|_| {
                tracing::error!(tile = ?request.tile, layer = ?request.layer, "tile could not be built");
                TileMesh::default()
            });
            let mut state = self.lock();
            state.built += 1;
            if let Some(slot) = state.slot(request.layer, request.tile) {
                slot.building = None;
                if slot.incoming.as_ref().is_none_or(|(epoch, _)| *epoch <= request.epoch) {
                    slot.incoming = Some((request.epoch, mesh));
                }
            }
            drop(state);
            let waker = self.waker.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if let Some(waker) = waker {
                waker();
            }
        }
    }
}

impl State {
    fn slot(&mut self, layer: LayerId, tile: TileKey) -> Option<&mut Slot> {
        self.layers.get_mut(&layer)?.tiles.get_mut(&tile)
    }

    /// Makes stale what changes of the source touch.
    fn note_changes(&mut self, layer: &MapLayer) -> &mut LayerState {
        let revision = layer.source.revision();
        let state = self.layers.entry(layer.id).or_insert_with(|| LayerState {
            revision,
            kind: layer.kind,
            epoch: 0,
            tiles: HashMap::new(),
            look: None,
        });
        if state.revision == revision && state.kind == layer.kind {
            return state;
        }
        let boxes = if state.kind == layer.kind { layer.source.changed_since(state.revision) } else { None };
        state.revision = revision;
        state.kind = layer.kind;
        state.epoch += 1;
        for (tile, slot) in &mut state.tiles {
            let bounds = tile.padded_bounds();
            if boxes.as_ref().is_none_or(|boxes| boxes.iter().any(|changed| changed.meets(&bounds))) {
                slot.needed = state.epoch;
            }
        }
        state
    }

    /// Lets the tiles go that were not used longest, until `limit` bytes are kept.
    pub fn evict(&mut self, limit: usize) {
        let all = self.layers.values().flat_map(|layer| layer.tiles.values());
        let mut total: usize = all.map(Slot::bytes).sum();
        if total <= limit {
            return;
        }
        let mut old: Vec<(u64, LayerId, TileKey)> = Vec::new();
        for (id, layer) in &self.layers {
            let idle = layer.tiles.iter().filter(|(_, slot)| slot.last_used < self.frame);
            old.extend(idle.map(|(tile, slot)| (slot.last_used, *id, *tile)));
        }
        old.sort_unstable();
        for (_, id, tile) in old {
            if total <= limit {
                break;
            }
            let gone = self.layers.get_mut(&id).and_then(|layer| layer.tiles.remove(&tile));
            total -= gone.map_or(0, |slot| slot.bytes());
        }
    }
}

impl LayerState {
    /// The tiles that show `wanted` now: itself, else finer ones, else coarser
    /// ones, each with the part of the map that it may draw.
    pub fn cover(&self, wanted: TileKey, into: &mut Vec<(TileKey, TileKey, Arc<GpuTile>)>) {
        let mut coarser = std::iter::successors(wanted.parent(), |tile| tile.parent());
        let above = coarser.find_map(|tile| Some((tile, Arc::clone(self.tiles.get(&tile)?.shown()?))));
        self.cover_within(wanted, above.as_ref(), 2, into);
    }

    fn cover_within(
        &self,
        wanted: TileKey,
        above: Option<&(TileKey, Arc<GpuTile>)>,
        depth: u32,
        into: &mut Vec<(TileKey, TileKey, Arc<GpuTile>)>,
    ) {
        if let Some(tile) = self.tiles.get(&wanted).and_then(Slot::shown) {
            into.push((wanted, wanted, Arc::clone(tile)));
        } else if depth > 0 && self.has_finer(wanted, depth) {
            wanted.children().for_each(|child| self.cover_within(child, above, depth - 1, into));
        } else if let Some((tile, content)) = above {
            into.push((wanted, *tile, Arc::clone(content)));
        }
    }

    fn has_finer(&self, tile: TileKey, depth: u32) -> bool {
        let is_shown = |child: &TileKey| self.tiles.get(child).is_some_and(|slot| slot.shown().is_some());
        tile.children().any(|child| is_shown(&child) || (depth > 1 && self.has_finer(child, depth - 1)))
    }
}
