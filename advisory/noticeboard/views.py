from advisory.foundation.pages import Room

room = Room("noticeboard", __name__)
