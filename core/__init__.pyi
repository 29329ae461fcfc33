"""What type checkers see of the names that __init__.py imports when they are asked for."""

from core.network.activations import relu as relu
from core.network.activations import relu_backward as relu_backward
from core.network.activations import sigmoid as sigmoid
from core.network.activations import sigmoid_backward as sigmoid_backward
from core.network.activations import softmax as softmax
from core.network.activations import softmax_backward as softmax_backward
from core.network.activations import tanh as tanh
from core.network.activations import tanh_backward as tanh_backward
from core.network.course import L_layer_model as L_layer_model
from core.network.course import update_parameters as update_parameters
from core.network.evaluation import evaluate as evaluate
from core.network.layers import layer_backward as layer_backward
from core.network.layers import layer_forward as layer_forward
from core.network.losses import compute_loss as compute_loss
from core.network.losses import loss_backward as loss_backward
from core.network.losses import one_hot as one_hot
from core.network.network import L_layer_backward as L_layer_backward
from core.network.network import L_layer_forward as L_layer_forward
from core.network.network import Network as Network
from core.network.parameters import initialize_parameters as initialize_parameters
from core.network.recipe import Recipe as Recipe
from core.network.training import train as train
