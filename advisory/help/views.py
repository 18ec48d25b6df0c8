from advisory.foundation.pages import Room

room = Room("help", __name__)
